//! Which type of the file each Rust type is.

use std::collections::BTreeMap;

use super::Type;
use crate::catalog::values::{Block, Date, Day, Id, Lines, OneOrMany, Url};
use onlist_mail::mailbox::Address;
use onlist_mail::text::Line;

/// A type that values of a catalog file have.
pub(in crate::catalog) trait Shape {
    /// How the file writes it.
    const TYPE: Type;
    /// Whether the key may be left out.
    const OPTIONAL: bool = false;

    /// Whether there is nothing to write.
    fn is_absent(&self) -> bool {
        false
    }
}

macro_rules! shapes {
    ($($type:ty => $shape:expr;)+) => {$(
        impl Shape for $type {
            const TYPE: Type = $shape;
        }
    )+};
}

shapes! {
    Line => Type::Line;
    Block => Type::Block;
    Id => Type::Id;
    Address => Type::Address;
    Url => Type::Url;
    Day => Type::Day;
    Date => Type::Date;
    Lines => Type::Lines;
    u16 => Type::Number(u16::MAX as u32);
    u32 => Type::Number(u32::MAX);
}

/// What is not so need not be written.
impl Shape for bool {
    const TYPE: Type = Type::Bool;

    fn is_absent(&self) -> bool {
        !self
    }
}

impl<T: Shape> Shape for Option<T> {
    const TYPE: Type = T::TYPE;
    const OPTIONAL: bool = true;

    fn is_absent(&self) -> bool {
        self.is_none()
    }
}

impl<T: Shape> Shape for Box<T> {
    const TYPE: Type = T::TYPE;
}

impl<T: Shape> Shape for Vec<T> {
    const TYPE: Type = Type::List(&T::TYPE);

    fn is_absent(&self) -> bool {
        self.is_empty()
    }
}

impl<T: Shape> Shape for OneOrMany<T> {
    const TYPE: Type = Type::OneOrMany(&T::TYPE);

    fn is_absent(&self) -> bool {
        self.is_empty()
    }
}

impl<T: Shape> Shape for BTreeMap<String, T> {
    const TYPE: Type = Type::Map(&T::TYPE);

    fn is_absent(&self) -> bool {
        self.is_empty()
    }
}
