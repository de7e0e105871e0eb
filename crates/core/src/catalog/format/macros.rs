//! The macros that make a type and its description out of one text.

/// Makes a struct that serde reads and writes, and describes it as a [`Table`](super::Table).
///
/// It is written as the struct would be. Each field has an `#[example]`, a
/// `#[key]` where its name in the file is not the field's, a `#[role]` where the
/// value does something besides, and `#[also]` where the key has a second name.
/// With `short(field);` before the struct, a plain value stands for a table that
/// has `field` alone.
macro_rules! table {
    (short($short:ident); $($rest:tt)+) => {
        table! { @struct [remote = "Self"] [Some(stringify!($short))] $($rest)+ }
        table! { @short $short $($rest)+ }
    };
    (@struct [$($serde:tt)*] [$short:expr]
        $(#[doc = $about:literal])+
        $(#[derive($($derive:ident),+)])?
        pub struct $name:ident {$(
            $(#[doc = $doc:literal])+
            #[example($example:literal)]
            $(#[key($key:literal)])?
            $(#[role($role:expr)])?
            $(#[also($also:literal)])?
            $(#[serde($default:ident)])?
            pub $field:ident: $type:ty,
        )+}
    ) => {
        $(#[doc = $about])+
        #[derive(Debug, Clone, PartialEq, serde::Deserialize, serde::Serialize $(, $($derive),+)?)]
        #[serde(rename_all = "kebab-case", deny_unknown_fields, $($serde)*)]
        pub struct $name {$(
            $(#[doc = $doc])+
            #[serde(skip_serializing_if = "crate::catalog::format::Shape::is_absent" $(, rename = $key)? $(, alias = $also)? $(, $default)?)]
            pub $field: $type,
        )+}

        impl $crate::catalog::format::Shape for $name {
            const TYPE: $crate::catalog::format::Type = $crate::catalog::format::Type::Table({
                use $crate::catalog::format::{Key, Role, Shape, Table, as_text, kebab};
                &Table {
                    about: concat!($($about, "\n"),+),
                    keys: &[$(Key {
                        name: {
                            const NAME: [u8; stringify!($field).len()] = kebab(stringify!($field));
                            [$($key,)? as_text(&NAME)][0]
                        },
                        also: [$(Some($also),)? None][0],
                        about: concat!($($doc, "\n"),+),
                        of: <$type as Shape>::TYPE,
                        role: [$($role,)? Role::Plain][0],
                        required: !<$type as Shape>::OPTIONAL && concat!($(stringify!($default))?).is_empty(),
                        example: $example,
                    }),+],
                    short: $short,
                }
            });

            fn is_absent(&self) -> bool {
                use $crate::catalog::format::Shape;
                true $(&& Shape::is_absent(&self.$field))+
            }
        }
    };
    (@short $short:ident
        $(#[$about:meta])+
        pub struct $name:ident {$(
            $(#[doc = $doc:literal])+
            #[example($example:literal)]
            $(#[key($key:literal)])?
            $(#[role($role:expr)])?
            $(#[also($also:literal)])?
            $(#[serde($default:ident)])?
            pub $field:ident: $type:ty,
        )+}
    ) => {
        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                use serde::de::value::{MapAccessDeserializer, MapDeserializer};

                struct Visitor;
                impl<'de> serde::de::Visitor<'de> for Visitor {
                    type Value = $name;

                    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                        f.write_str("a text or a table")
                    }

                    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<$name, E> {
                        $name::deserialize(MapDeserializer::new(std::iter::once((stringify!($short), text))))
                    }

                    fn visit_map<A: serde::de::MapAccess<'de>>(self, map: A) -> Result<$name, A::Error> {
                        $name::deserialize(MapAccessDeserializer::new(map))
                    }
                }
                deserializer.deserialize_any(Visitor)
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                use $crate::catalog::format::Shape;

                let present = 0 $(+ usize::from(!Shape::is_absent(&self.$field)))+;
                if present == 1 {
                    return serde::Serialize::serialize(&self.$short, serializer);
                }
                Self::serialize(self, serializer)
            }
        }
    };
    ($($rest:tt)+) => {
        table! { @struct [] [None] $($rest)+ }
    };
}

/// Makes an enum of words, each with what people write for it after a `|`.
macro_rules! words {
    (
        $(#[doc = $about:literal])+
        pub enum $name:ident {$(
            $(#[doc = $doc:literal])+
            $variant:ident = $word:literal $(| $also:literal)*,
        )+}
    ) => {
        $(#[doc = $about])+
        #[derive(
            Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Deserialize, serde::Serialize
        )]
        pub enum $name {$(
            $(#[doc = $doc])+
            #[serde(rename = $word)]
            $variant,
        )+}

        impl $name {
            /// What a word stands for, where it is one of these or means one of them, in any case.
            #[must_use]
            pub fn read(word: &str) -> Option<Self> {
                match word.trim().to_lowercase().as_str() {
                    $($word $(| $also)* => Some(Self::$variant),)+
                    _ => None,
                }
            }

            /// The word for it.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self {$(
                    Self::$variant => $word,
                )+}
            }
        }

        impl $crate::catalog::format::Shape for $name {
            const TYPE: $crate::catalog::format::Type = $crate::catalog::format::Type::Words(&[$(
                $crate::catalog::format::Word {
                    word: $word,
                    about: concat!($($doc, "\n"),+),
                    also: &[$($also),*],
                },
            )+]);
        }
    };
}

pub(in crate::catalog) use {table, words};
