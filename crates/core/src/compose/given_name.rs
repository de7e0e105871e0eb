//! Which part of a name people are greeted by.
//!
//! Names are written in more orders than one: the family name comes first in Chinese, Korean, Japanese, Vietnamese and
//! Hungarian, in capitals on many lists, and before a comma. Where it cannot be told which word is the given name, people
//! are greeted by their whole name, which is never wrong.

use unicode_width::UnicodeWidthChar;

/// First words of names that are a title, a particle, or half of a given name.
const NOT_ALONE: &str = "\
    abd abdal abdel abdul abdur abu al bin da daw de del della der di dr el ibn ko la le maung md \
    mohamed mohammad mohammed mohd mr mrs ms muhammad muhammed prof professor saw sir sri st syed \
    ten ter ul van von zu";

/// Family names that stand first in their languages as often as last (Chinese, Korean, Japanese, Vietnamese,
/// Hungarian).
const FAMILIES: &str = "\
    ahn bae bai balogh bui cai cao chang chen cheng cho choi chung cui dai dang deng ding do dong du \
    duan duong fan fang farkas feng fu fujita gao gong goto gu guo han hasegawa hayashi he ho hong \
    horvath horváth hou hsu hu huang huynh hwang inoue ishikawa ito jang jeong jia jiang jin juhász \
    jung kang kato kim kimura kiss kobayashi kong kovacs kovács kwon lai lee lei li liang lim lin \
    liu lu luo ly ma matsumoto meng molnár mori nagy nakajima nakamura ngo nguyen nguyễn németh \
    ogawa oh okada pan papp park peng pham phan qian qin ren saito sasaki sato seo shen shi shimizu \
    shin son song su sun suzuki szabo szabó takacs takahashi takács tan tanaka tang toth tran trần \
    tóth varga vo vu wang watanabe wei wu xia xiao xie xu yamada yamaguchi yamamoto yan yang yao \
    yoon yoshida yu yuan zeng zhang zhao zheng zhong zhou zhu zou đặng";

/// Ends of East Slavic family names, which official forms put first.
const FAMILY_ENDS: &str = "enko ev eva ov ova skaya skiy sky ев ева енко ин ов ова ская ский";

/// What stands behind a name and a comma, and is no name.
const SUFFIXES: [&str; 12] = ["bsc", "esq", "ii", "iii", "ing", "iv", "jr", "mba", "md", "msc", "phd", "sr"];

/// Words of institutions and companies, which some add to their names.
const INSTITUTIONS: &str = "\
    college corp gmbh inc institute lab labs ltd school team universidad university universität \
    université";

/// `Ada` of `Ada Example`, `Example, Ada` and `EXAMPLE Ada`; all of a name of which that cannot be told; nothing of what
/// is no name.
pub(super) fn given_name(name: &str) -> Option<String> {
    let name = name.split(['(', '[', '<']).next().unwrap_or_default();
    let name = name.split('"').step_by(2).collect::<Vec<_>>().join(" ");
    if !name.contains(char::is_alphabetic) || name.contains('@') {
        return None;
    }
    let parts: Vec<Vec<&str>> = name.split(',').map(|it| it.split_whitespace().collect()).collect();
    let parts: Vec<_> = parts.into_iter().filter(|it| !it.is_empty() && !is_addition(it)).collect();
    match parts.as_slice() {
        [words] => Some(of_words(words)),
        [family, given] if family.len() == 1 || given.len() == 1 => Some(after_comma(given)),
        [family, given, ..] => Some(whole(&[given.as_slice(), family.as_slice()].concat())),
        [] => None,
    }
}

/// Whether a part of a name is a degree, or where somebody works.
fn is_addition(words: &[&str]) -> bool {
    let bare = |word: &str| word.replace('.', "").to_lowercase();
    words.iter().all(|it| SUFFIXES.contains(&bare(it).as_str()))
        || words.iter().any(|it| is_among(INSTITUTIONS, &bare(it)))
}

/// The given name of what stands behind the comma: no family name is there.
fn after_comma(words: &[&str]) -> String {
    match words.first() {
        Some(first) if !stands_not_alone(first) => cased(first),
        _ => whole(words),
    }
}

fn of_words(words: &[&str]) -> String {
    let capitals = words.iter().filter(|it| is_capitals(it)).count();
    let first = words.first().copied().unwrap_or_default();
    if capitals > 0 && capitals < words.len() {
        // Two or three capitals in front are a family name as often as initials.
        let initials = is_capitals(first) && first.chars().count() <= 3 && !is_family(first);
        let given: Vec<_> = words.iter().copied().filter(|it| !is_capitals(it)).collect();
        return match given.first() {
            Some(first) if !initials && !stands_not_alone(first) => cased(first),
            _ => whole(words),
        };
    }
    let sure = words.len() == 1 || !(stands_not_alone(first) || is_family(first) || is_slavic_family(first));
    let known_order = words.len() == 1 || !first.chars().any(is_east_asian);
    if sure && known_order { cased(first) } else { whole(words) }
}

/// The name as it is written, in its right case where it is all small or all capitals.
fn whole(words: &[&str]) -> String {
    let name = words.join(" ");
    let one_case = !name.contains(char::is_lowercase) || !name.contains(char::is_uppercase);
    if one_case { words.iter().map(|it| cased(it)).collect::<Vec<_>>().join(" ") } else { name }
}

/// Whether nobody is called by this word alone: an initial, a title, half of a name.
fn stands_not_alone(word: &str) -> bool {
    let bare = word.trim_end_matches('.').to_lowercase();
    word.ends_with('.')
        || bare.starts_with("al-")
        || (bare.chars().filter(|c| c.is_alphanumeric()).count() < 2 && !bare.chars().any(is_east_asian))
        || is_among(NOT_ALONE, &bare)
}

/// Whether a word is one of these, which have a blank between them.
fn is_among(words: &str, word: &str) -> bool {
    words.split(' ').any(|it| it == word)
}

fn is_family(word: &str) -> bool {
    is_among(FAMILIES, &word.to_lowercase())
}

fn is_slavic_family(word: &str) -> bool {
    let word = word.to_lowercase();
    word.chars().count() > 5 && FAMILY_ENDS.split(' ').any(|end| word.ends_with(end))
}

/// Chinese, Japanese and Korean characters are wide.
fn is_east_asian(c: char) -> bool {
    c.width() == Some(2)
}

/// Whether a word is written in capitals, as family names are on many lists.
fn is_capitals(word: &str) -> bool {
    word.chars().filter(|c| c.is_uppercase()).count() > 1
        && !word.contains(char::is_lowercase)
        && !word.contains('.')
}

/// A name in its right case, where it is all small or all capitals: `JEAN-LUC` is `Jean-Luc`. Initials stay.
pub(super) fn cased(word: &str) -> String {
    let one_case = !word.contains(char::is_lowercase) || !word.contains(char::is_uppercase);
    let letters = word.chars().filter(|c| c.is_alphabetic()).count();
    if !one_case || letters < 2 || word.contains('.') || word.contains(|c: char| c.is_ascii_digit()) {
        return word.to_owned();
    }
    let mut cased = String::with_capacity(word.len());
    for part in word.split_inclusive(['-', '\'', '’']) {
        let mut chars = part.chars();
        cased.extend(chars.next().into_iter().flat_map(char::to_uppercase));
        cased.push_str(&chars.as_str().to_lowercase());
    }
    cased
}

/// The names to greet several people by, in order: given names, but whole names of those who share theirs.
pub(super) fn greeted<'n>(names: impl IntoIterator<Item = &'n str>) -> Vec<String> {
    let names: Vec<_> = names.into_iter().collect();
    let given: Vec<_> = names.iter().map(|it| given_name(it).unwrap_or_else(|| (*it).to_owned())).collect();
    let is_shared = |name: &String| given.iter().filter(|it| *it == name).count() > 1;
    let shared: Vec<_> = given.iter().map(is_shared).collect();
    let chosen = given.iter().zip(names).zip(shared);
    chosen.map(|((given, name), shared)| if shared { name.to_owned() } else { given.clone() }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn given_names_and_whole_names_where_nobody_can_tell() {
        for (name, expected) in [
            ("Ada Example", Some("Ada")),
            ("ada example", Some("Ada")),
            ("ADA EXAMPLE", Some("Ada")),
            ("Ada EXAMPLE", Some("Ada")),
            ("EXAMPLE Ada", Some("Ada")),
            ("Example, Ada", Some("Ada")),
            ("Ada Example, PhD", Some("Ada")),
            ("Ada Example, Example University", Some("Ada")),
            ("Example Muster, Ada Mae", Some("Ada Mae Example Muster")),
            ("Example, Ada (Example Ltd)", Some("Ada")),
            ("Ada \"Adi\" Example", Some("Ada")),
            ("Jean-Luc Example", Some("Jean-Luc")),
            ("JEAN-LUC Example", Some("Example")),
            ("Zhang Wei", Some("Zhang Wei")),
            ("ZHANG Wei", Some("Wei")),
            ("Wei ZHANG", Some("Wei")),
            ("Yandong Zhang", Some("Yandong")),
            ("Xiao-Ming Li", Some("Xiao-Ming")),
            ("Kim Minseo", Some("Kim Minseo")),
            ("Tanaka Hanako", Some("Tanaka Hanako")),
            ("Hanako Tanaka", Some("Hanako")),
            ("Nguyen Van An", Some("Nguyen Van An")),
            ("Szabó Éva", Some("Szabó Éva")),
            ("Éva Szabó", Some("Éva")),
            ("王小明", Some("王小明")),
            ("山田 花子", Some("山田 花子")),
            ("김 민서", Some("김 민서")),
            ("Иванов Иван", Some("Иванов Иван")),
            ("Иван Иванов", Some("Иван")),
            ("Petrova Anna", Some("Petrova Anna")),
            ("Anna Petrova", Some("Anna")),
            ("Abdul Rahman Example", Some("Abdul Rahman Example")),
            ("Mohammed Example", Some("Mohammed Example")),
            ("Md Example", Some("Md Example")),
            ("S Ramanujan", Some("S Ramanujan")),
            ("S. Ramanujan", Some("S. Ramanujan")),
            ("APJ Example", Some("APJ Example")),
            ("Vinod K", Some("Vinod")),
            ("van der Example, Jan", Some("Jan")),
            ("de la Example Ana", Some("de la Example Ana")),
            ("Dr. Ada Example", Some("Dr. Ada Example")),
            ("Sukarno", Some("Sukarno")),
            ("Roger Pau Monné", Some("Roger")),
            ("Lars.example", Some("Lars.example")),
            ("ada@example.org", None),
            ("123", None),
            ("", None),
        ] {
            assert_eq!(given_name(name).as_deref(), expected, "{name}");
        }
    }

    #[test]
    fn two_of_the_same_given_name_are_greeted_by_their_whole_names() {
        let names = ["Ada Example", "Grace Muster", "Ada Other"];
        assert_eq!(greeted(names), ["Ada Example", "Grace", "Ada Other"]);
    }
}
