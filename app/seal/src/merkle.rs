//! A hash over many leaves from which one leaf can be shown to be among them without showing the others: RFC 6962, section 2.1.

use sha2::{Digest, Sha256};

/// SHA-256 of something.
pub type Hash = [u8; 32];

const LEAF: u8 = 0;
const NODE: u8 = 1;

/// On which side of the way up a neighbour stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// Before.
    Left,
    /// After.
    Right,
}

/// The tree's hash over these leaves in this order.
pub fn tree_hash(leaves: &[Hash]) -> Hash {
    match leaves {
        [] => Sha256::digest([]).into(),
        [leaf] => leaf_hash(leaf),
        _ => {
            let (left, right) = leaves.split_at(split(leaves.len()));
            node_hash(&tree_hash(left), &tree_hash(right))
        }
    }
}

/// The neighbours on the way from the leaf at this place up to the root; none if there is no such leaf.
pub fn tree_path(leaves: &[Hash], place: usize) -> Option<Vec<(Side, Hash)>> {
    if leaves.len() < 2 {
        return (place < leaves.len()).then(Vec::new);
    }
    let (left, right) = leaves.split_at(split(leaves.len()));
    let (mut path, neighbour) = match place.checked_sub(left.len()) {
        None => (tree_path(left, place)?, (Side::Right, tree_hash(right))),
        Some(place) => (tree_path(right, place)?, (Side::Left, tree_hash(left))),
    };
    path.push(neighbour);
    Some(path)
}

/// The root to which a path leads from a leaf.
pub fn root_of(leaf: &Hash, path: &[(Side, Hash)]) -> Hash {
    path.iter().fold(leaf_hash(leaf), |below, (side, neighbour)| match side {
        Side::Left => node_hash(neighbour, &below),
        Side::Right => node_hash(&below, neighbour),
    })
}

/// The largest power of two below a length of at least two.
const fn split(length: usize) -> usize {
    length.next_power_of_two() / 2
}

fn leaf_hash(leaf: &Hash) -> Hash {
    Sha256::new().chain_update([LEAF]).chain_update(leaf).finalize().into()
}

fn node_hash(left: &Hash, right: &Hash) -> Hash {
    Sha256::new().chain_update([NODE]).chain_update(left).chain_update(right).finalize().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn leaves(count: u8) -> Vec<Hash> {
        (0..count).map(|leaf| [leaf; 32]).collect()
    }

    #[test]
    fn the_empty_tree_is_that_of_the_rfc() {
        let empty: String = tree_hash(&[]).iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(empty, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    }

    #[test]
    fn the_shape_is_that_of_the_rfc() {
        let [a, b, c] = [leaf_hash(&[0; 32]), leaf_hash(&[1; 32]), leaf_hash(&[2; 32])];
        assert_eq!(tree_hash(&leaves(3)), node_hash(&node_hash(&a, &b), &c));
    }

    #[test]
    fn every_leaf_leads_to_the_root_and_no_other_does() {
        for count in 1..20 {
            let leaves = leaves(count);
            let root = tree_hash(&leaves);
            for (place, leaf) in leaves.iter().enumerate() {
                let path = tree_path(&leaves, place).unwrap();
                assert_eq!(root_of(leaf, &path), root, "{place} of {count}");
                assert_ne!(root_of(&[99; 32], &path), root, "{place} of {count}");
            }
            assert_eq!(tree_path(&leaves, leaves.len()), None);
        }
    }

    #[test]
    fn an_inner_node_does_not_pass_for_a_leaf() {
        let all = leaves(4);
        let inner = tree_hash(&all[..2]);
        assert_ne!(root_of(&inner, &[(Side::Right, tree_hash(&all[2..]))]), tree_hash(&all));
    }
}
