//! The compiler: Markdown in, cards and complaints out.

mod markup;

pub(crate) use markup::tree;
