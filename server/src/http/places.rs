//! Room for what takes as long as a connection likes, shared out so that no client has most of it.

use std::{
    collections::HashMap,
    sync::{Arc, LazyLock, Mutex, PoisonError},
};

use axum::{body::Body, response::Response};
use http_body_util::BodyExt as _;

use super::client::Client;

/// So many places in this process.
pub(super) struct Places {
    all: usize,
    /// How many one client may have. Everyone behind the onion service together counts as one, and may have half.
    each: usize,
    taken: LazyLock<Mutex<HashMap<Client, usize>>>,
}

impl Places {
    pub(super) const fn new(all: usize, each: usize) -> Self {
        Self { all, each, taken: LazyLock::new(Mutex::default) }
    }

    /// A place, if there is one for this client.
    pub(super) fn take(&'static self, client: Client) -> Option<Place> {
        let mut taken = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
        let most = if client == Client::Onion { self.all / 2 } else { self.each };
        let own = taken.get(&client).copied().unwrap_or_default();
        if own >= most || taken.values().sum::<usize>() >= self.all {
            return None;
        }
        taken.insert(client, own + 1);
        Some(Place { places: self, client })
    }

    fn give_back(&self, client: Client) {
        let mut taken = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
        match taken.get_mut(&client) {
            Some(own) if *own > 1 => *own -= 1,
            // Nobody is remembered who is gone.
            _ => drop(taken.remove(&client)),
        }
    }
}

/// A place, until it is dropped.
pub(super) struct Place {
    places: &'static Places,
    client: Client,
}

impl Place {
    /// Puts it into an answer, for [`until_sent`].
    pub(super) fn carried_by(self, mut answer: Response) -> Response {
        answer.extensions_mut().insert(Arc::new(self));
        answer
    }
}

/// Keeps the place that an answer carries until the whole of it was sent.
pub(super) async fn until_sent(mut answer: Response) -> Response {
    let Some(place) = answer.extensions_mut().remove::<Arc<Place>>() else { return answer };
    answer.map(|body| {
        Body::new(body.map_frame(move |frame| {
            let _still = &place;
            frame
        }))
    })
}

impl Drop for Place {
    fn drop(&mut self) {
        self.places.give_back(self.client);
    }
}

#[cfg(test)]
mod tests {
    use std::net::{IpAddr, Ipv4Addr};

    use super::*;

    #[test]
    fn nobody_has_all_of_them_and_what_is_given_back_is_free() {
        static PLACES: Places = Places::new(4, 2);
        let client = |last| Client::from(IpAddr::V4(Ipv4Addr::new(10, 0, 0, last)));
        let (first, second) = (PLACES.take(client(1)), PLACES.take(client(1)));
        assert!(first.is_some() && second.is_some() && PLACES.take(client(1)).is_none());
        let onion = (PLACES.take(Client::Onion), PLACES.take(Client::Onion));
        assert!(onion.0.is_some() && onion.1.is_some() && PLACES.take(Client::Onion).is_none());
        assert!(PLACES.take(client(2)).is_none(), "all are taken");
        drop(first);
        assert!(PLACES.take(client(2)).is_some());
        drop((second, onion));
        assert!(PLACES.taken.lock().unwrap().is_empty());
    }
}
