//! Where a project keeps its law, told before the project as a whole is read.

use super::tree::{Kind, NodeId, Tree};

/// Folders that the settings name under `law`, as written.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct LawFolders {
    /// The register that is used in place of the one in the program.
    pub register: Option<String>,
    /// The texts of statutes.
    pub text_dir: Option<String>,
}

/// What the text of the settings says. A text that cannot be read says nothing: reading the project tells why.
pub fn read(text: &str) -> LawFolders {
    let Ok(tree) = Tree::parse(text) else {
        return LawFolders::default();
    };
    let law = tree.root().and_then(|root| value(&tree, root, "law"));
    let folder = |key| match tree.node(value(&tree, law?, key)?).kind {
        Kind::Scalar { text, .. } if !text.trim().is_empty() => Some(text.to_owned()),
        _ => None,
    };
    LawFolders {
        register: folder("register"),
        text_dir: folder("text_dir"),
    }
}

fn value(tree: &Tree<'_>, mapping: NodeId, wanted: &str) -> Option<NodeId> {
    if !matches!(tree.node(mapping).kind, Kind::Mapping) {
        return None;
    }
    let mut children = tree.children(mapping);
    while let (Some(key), Some(value)) = (children.next(), children.next()) {
        if matches!(tree.node(key).kind, Kind::Scalar { text, .. } if text == wanted) {
            return Some(value);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_text_under_law_is_meant() {
        let of = |text| read(text).register;
        assert_eq!(
            of("as_of: 2020-01-01\nlaw:\n  text_dir: a\n  register: 法规库\n").as_deref(),
            Some("法规库")
        );
        assert_eq!(of("law: { register: ../r }").as_deref(), Some("../r"));
        assert_eq!(read("law: { text_dir: t }").text_dir.as_deref(), Some("t"));
        for text in [
            "",
            "register: a",
            "law: a",
            "law: { register: [a] }",
            "law: { register: '' }",
            "law: [",
        ] {
            assert_eq!(of(text), None, "{text}");
        }
    }
}
