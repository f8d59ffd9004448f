//! Where sealed files lie: a folder or a bucket. A file is a row of numbered segments, each an object of its own, so that any part of it
//! is written and read in constant memory. Nothing here can open one, and no name says whose it is.

mod apart;
pub mod cleaning;
pub mod drawing;
pub mod pixels;

use std::sync::Arc;

use bytes::Bytes;
use futures_util::{StreamExt, TryStreamExt};
use object_store::{ObjectStore, ObjectStoreExt, aws::AmazonS3Builder, local::LocalFileSystem, path::Path};
use rand_core::CryptoRng;
use url::Url;

/// How many objects are deleted at once.
const AT_ONCE: usize = 8;

/// What went wrong with the files.
#[derive(Debug, thiserror::Error)]
pub enum FilesError {
    /// A segment is not there.
    #[error("a segment of a file is missing")]
    Missing,
    /// The program stops before a segment is written, or fails at it.
    #[error("a segment was not written")]
    Unwritten,
    /// The folder or the bucket refuses, is full or away. The cause stands here as the log may have it, without the object's name.
    #[error("the files cannot be reached or written: {0}")]
    Away(String),
    /// The process that cleans a file could not be started.
    #[error("a file cannot be cleaned now")]
    Uncleanable(#[source] std::io::Error),
    /// What is configured is no such place.
    #[error("no place for files: {0}")]
    NoPlace(String),
}

fn no_place(error: object_store::Error) -> FilesError {
    FilesError::NoPlace(error.to_string())
}

/// The files. Cheap to clone.
#[derive(Clone)]
pub struct Files {
    store: Arc<dyn ObjectStore>,
    root: Path,
}

/// A new name for a file, which says nothing: 128 random bits.
pub fn new_object(rng: &mut impl CryptoRng) -> String {
    let mut bytes = [0; 16];
    rng.fill_bytes(&mut bytes);
    data_encoding::HEXLOWER.encode(&bytes)
}

impl Files {
    /// Opens the place with this address: `file://…`, a folder, which is made if there is none, or
    /// `s3://KEY:SECRET@bucket/prefix?endpoint=…&region=…`. What the address leaves out the usual `AWS_*` variables say.
    ///
    /// # Errors
    /// [`FilesError::NoPlace`] if it is none.
    pub fn open(url: &str) -> Result<Self, FilesError> {
        match url.split_once("://") {
            Some(("file", folder)) => Self::folder(folder.as_ref()),
            Some(("s3", _)) => Self::bucket(url),
            _ => Err(FilesError::NoPlace("neither file:// nor s3://".to_owned())),
        }
    }

    fn folder(folder: &std::path::Path) -> Result<Self, FilesError> {
        std::fs::create_dir_all(folder).map_err(|error| FilesError::NoPlace(format!("{}: {error}", folder.display())))?;
        let store = LocalFileSystem::new_with_prefix(folder).map_err(no_place)?;
        // What is said to be stored outlives a power cut. Empty folders would tell how many files there once were.
        Ok(Self { store: Arc::new(store.with_fsync(true).with_automatic_cleanup(true)), root: Path::default() })
    }

    fn bucket(url: &str) -> Result<Self, FilesError> {
        let url = Url::parse(url).map_err(|error| FilesError::NoPlace(error.to_string()))?;
        // Refused, and rightly, if another part of the program has installed one before.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let mut builder = AmazonS3Builder::from_env().with_bucket_name(url.host_str().unwrap_or_default());
        if let Some(secret) = url.password() {
            builder = builder.with_access_key_id(url.username()).with_secret_access_key(secret);
        }
        for (name, value) in url.query_pairs() {
            builder = match &*name {
                "endpoint" => builder.with_allow_http(value.starts_with("http://")).with_endpoint(value),
                "region" => builder.with_region(value),
                other => return Err(FilesError::NoPlace(format!("`{other}` is neither endpoint nor region"))),
            };
        }
        Ok(Self { store: Arc::new(builder.build().map_err(no_place)?), root: Path::from(url.path()) })
    }

    /// Writes a segment; durable when it returns. Written again it is the same.
    ///
    /// # Errors
    /// The place is away or full.
    pub async fn put(&self, object: &str, segment: u32, bytes: Bytes) -> Result<(), FilesError> {
        let put = self.store.put(&self.path(object, segment), bytes.into()).await;
        put.map(drop).map_err(|error| self.refused(object, &error))
    }

    /// A segment.
    ///
    /// # Errors
    /// [`FilesError::Missing`]; the place is away.
    pub async fn get(&self, object: &str, segment: u32) -> Result<Bytes, FilesError> {
        let refused = |error| self.refused(object, &error);
        self.store.get(&self.path(object, segment)).await.map_err(refused)?.bytes().await.map_err(refused)
    }

    /// The bytes of each segment from the first one on, as far as there is no gap.
    ///
    /// # Errors
    /// The place is away.
    pub async fn sizes(&self, object: &str) -> Result<Vec<u64>, FilesError> {
        let listed = self.store.list(Some(&self.folder_of(object))).map_ok(|meta| (meta.location.to_string(), meta.size));
        let mut found: Vec<(String, u64)> = listed.try_collect().await.map_err(|error| self.refused(object, &error))?;
        found.sort_unstable();
        let expected = (0..).map(|segment| self.path(object, segment).to_string());
        let whole = found.into_iter().zip(expected).take_while(|((location, _), expected)| location == expected);
        Ok(whole.map(|((_, size), _)| size).collect())
    }

    /// Deletes a file; also one that is not there.
    ///
    /// # Errors
    /// The place is away. What is left then goes when it is deleted again.
    pub async fn delete(&self, object: &str) -> Result<(), FilesError> {
        let listed = self.store.list(Some(&self.folder_of(object))).map_ok(|meta| meta.location);
        let segments: Vec<Path> = listed.try_collect().await.map_err(|error| self.refused(object, &error))?;
        let deletions = futures_util::stream::iter(segments).map(|path| async move { self.store.delete(&path).await });
        let outcomes: Vec<_> = deletions.buffer_unordered(AT_ONCE).collect().await;
        for outcome in outcomes {
            match outcome {
                Ok(()) | Err(object_store::Error::NotFound { .. }) => {}
                Err(error) => return Err(self.refused(object, &error)),
            }
        }
        Ok(())
    }

    /// What the place said, and what lies behind it, without the name: whoever reads the log is not to know which object was asked for.
    fn refused(&self, object: &str, error: &object_store::Error) -> FilesError {
        if matches!(error, object_store::Error::NotFound { .. }) {
            return FilesError::Missing;
        }
        let causes = std::iter::successors(Some(error as &dyn std::error::Error), |error| (**error).source());
        let told: Vec<String> = causes.map(ToString::to_string).collect();
        FilesError::Away(told.join(": ").replace(self.folder_of(object).as_ref(), "…").replace(object, "…"))
    }

    /// Ten files or so to a folder of the first level, once there are thousands.
    fn folder_of(&self, object: &str) -> Path {
        let (first, _) = object.split_at_checked(2).unwrap_or((object, ""));
        self.root.clone().join(first).join(object)
    }

    fn path(&self, object: &str, segment: u32) -> Path {
        self.folder_of(object).join(format!("{segment:06}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(folder: &std::path::Path) -> Files {
        Files::open(&format!("file://{}", folder.join("files").display())).unwrap()
    }

    #[tokio::test]
    async fn segments_come_back_and_a_gap_ends_a_file() {
        let folder = tempfile::tempdir().unwrap();
        let files = place(folder.path());
        for segment in [0, 1, 3] {
            files.put("ab12", segment, Bytes::from(vec![segment as u8; 10])).await.unwrap();
        }
        assert_eq!(files.get("ab12", 1).await.unwrap(), vec![1; 10]);
        assert!(matches!(files.get("ab12", 2).await, Err(FilesError::Missing)));
        assert_eq!(files.sizes("ab12").await.unwrap(), [10, 10]);
        assert!(files.sizes("ff").await.unwrap().is_empty());
    }

    #[tokio::test]
    async fn what_is_deleted_leaves_nothing_behind() {
        let folder = tempfile::tempdir().unwrap();
        let files = place(folder.path());
        files.put("ab12", 0, Bytes::from_static(b"x")).await.unwrap();
        files.delete("ab12").await.unwrap();
        files.delete("ab12").await.unwrap();
        assert_eq!(std::fs::read_dir(folder.path().join("files")).unwrap().count(), 0);
    }

    #[tokio::test]
    async fn what_the_place_refuses_does_not_tell_the_objects_name() {
        let folder = tempfile::tempdir().unwrap();
        let files = place(folder.path());
        std::fs::write(folder.path().join("files/ab"), b"in the way").unwrap();
        let Err(FilesError::Away(told)) = files.put("ab12cd34", 7, Bytes::from_static(b"x")).await else { panic!("it was written") };
        assert!(told.contains('…') && !told.contains("ab12cd34"), "{told}");
    }

    #[test]
    fn a_name_says_nothing() {
        let rng = &mut <rand::rngs::StdRng as rand::SeedableRng>::seed_from_u64(1);
        let (one, other) = (new_object(rng), new_object(rng));
        assert!(one.len() == 32 && one != other);
    }
}
