//! Facts about elements, each of the type that it has: whether something holds, how far it goes, what it is called, and
//! what belongs to it.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use crate::model::Constraint;
use crate::named::named;

named! {
    /// Whether something holds. Where a reader that is not silent leaves one out, it doesn't hold.
    pub enum Flag {
        Required = "required",
        Nullable = "nullable",
        /// Whether the lowest number itself is too low.
        ExclusiveMinimum = "exclusiveMinimum",
        /// Whether the highest number itself is too high.
        ExclusiveMaximum = "exclusiveMaximum",
        UniqueItems = "uniqueItems",
        RawBody = "raw body",
        RepeatedKeys = "repeated keys",
        /// Whether printing hides it.
        Personal = "personal",
        /// Marked as on its way out.
        Deprecated = "deprecated",
        /// Whether the text names an existing record.
        ExistingId = "existing id in the text",
    }
}

named! {
    /// How far something goes.
    pub enum Limit {
        MinLength = "minLength",
        MaxLength = "maxLength",
        Minimum = "minimum",
        Maximum = "maximum",
        MinItems = "minItems",
        MaxItems = "maxItems",
        MinProperties = "minProperties",
        MaxProperties = "maxProperties",
        /// Largest content after decoding.
        MaxBytes = "largest size",
    }
}

impl Limit {
    /// Whether less than this is too little, as opposed to more being too much.
    pub fn is_lower(self) -> bool {
        matches!(self, Self::MinLength | Self::Minimum | Self::MinItems | Self::MinProperties)
    }
}

named! {
    /// What something is called.
    pub enum Word {
        GuideVersion = "guide version",
        /// The spelling.
        Name = "spelling",
        In = "place",
        ApiVersion = "API version",
        /// The name of the call in code.
        OperationId = "operation id",
        /// JSON type and format.
        Type = "type",
        /// The type as the guide can tell it: `Type` without what only a document says.
        Shape = "type",
        /// The Rust type of a scalar.
        Rust = "Rust type",
        /// The name of a field or an argument in Rust, where the document gives one.
        RustName = "Rust name",
        /// The name of a call among those of its tag.
        MethodName = "method name",
        /// What holds where it is absent.
        Default = "default",
        /// How a parameter is written.
        Style = "style",
        /// Members beyond the listed ones: `allowed`, `refused`, or `of one kind`.
        Additional = "additional members",
        /// Values beyond the listed ones: `allowed` or `refused`. Without a list, everything is free.
        OtherValues = "other values",
        /// The code by which a repeated call says that nothing is left.
        AlreadyGone = "code for what is gone already",
        /// The code by which a repeated call names the existing record.
        AlreadyThere = "code for what is there already",
        /// The name of a value in code.
        VariantName = "name in code",
        /// The HTTP status of a code.
        Status = "status",
        /// The field that a code concerns.
        Field = "field",
        /// Address where tokens come from.
        TokenUrl = "token address",
        /// Requirements of one call that differ from everybody's.
        OwnSecurity = "security of its own",
        /// Guide version that brought it.
        Since = "guide version that brought it",
        Date = "date",
        Release = "release type",
    }
}

named! {
    /// What belongs to something, in no order.
    pub enum Set {
        /// Patterns that a text matches, all of them.
        Patterns = "pattern",
        /// Numbers of which a number is a multiple, all of them.
        MultiplesOf = "multipleOf",
        Extensions = "file extensions",
        /// Members that tell records apart.
        Key = "key",
    }
}

/// A fact, whatever its type.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Facet {
    /// Whether something holds.
    Flag(Flag),
    /// How far it goes.
    Limit(Limit),
    /// What it is called.
    Word(Word),
    /// What belongs to it.
    Set(Set),
    /// The code that a violation earns: of a constraint, or of a rule.
    Code(Option<Constraint>),
}

impl fmt::Display for Facet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Flag(flag) => flag.fmt(f),
            Self::Limit(limit) => limit.fmt(f),
            Self::Word(word) => word.fmt(f),
            Self::Set(set) => set.fmt(f),
            Self::Code(None) => f.write_str("code"),
            Self::Code(Some(constraint)) => write!(f, "code of {constraint}"),
        }
    }
}

/// Everything that is known about one element.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Facts {
    flags: BTreeMap<Flag, bool>,
    limits: BTreeMap<Limit, f64>,
    words: BTreeMap<Word, String>,
    sets: BTreeMap<Set, BTreeSet<String>>,
    codes: BTreeMap<Option<Constraint>, String>,
}

impl Facts {
    /// Whether something holds, if that is known.
    pub fn flag(&self, flag: Flag) -> Option<bool> {
        self.flags.get(&flag).copied()
    }

    /// How far it goes, if that is known.
    pub fn limit(&self, limit: Limit) -> Option<f64> {
        self.limits.get(&limit).copied()
    }

    /// What it is called, if that is known.
    pub fn word(&self, word: Word) -> Option<&str> {
        self.words.get(&word).map(String::as_str)
    }

    /// The codes that violations earn.
    pub fn codes(&self) -> impl Iterator<Item = &str> {
        self.codes.values().map(String::as_str)
    }

    /// What belongs to it, if that is known.
    pub fn set(&self, set: Set) -> Option<&BTreeSet<String>> {
        self.sets.get(&set)
    }

    /// Notes whether something holds.
    pub fn add_flag(&mut self, flag: Flag, holds: bool) {
        self.flags.insert(flag, holds);
    }

    /// Notes how far it goes.
    pub fn add_limit(&mut self, limit: Limit, value: f64) {
        self.limits.insert(limit, value);
    }

    /// Notes what it is called.
    pub fn add_word(&mut self, word: Word, value: impl Into<String>) {
        self.words.insert(word, value.into());
    }

    /// Notes what belongs to it.
    pub fn add_set(&mut self, set: Set, values: BTreeSet<String>) {
        self.sets.insert(set, values);
    }

    /// Notes the code that a violation earns, unless one is known.
    pub fn add_code(&mut self, constraint: Option<Constraint>, code: &str) {
        self.codes.entry(constraint).or_insert_with(|| code.to_owned());
    }

    /// Forgets what it is called.
    pub fn remove_word(&mut self, word: Word) {
        self.words.remove(&word);
    }

    /// Adds other facts, but for its name, which it keeps.
    pub fn extend(&mut self, other: Self) {
        self.flags.extend(other.flags);
        self.limits.extend(other.limits);
        self.words.extend(other.words.into_iter().filter(|(word, _)| *word != Word::Name));
        self.sets.extend(other.sets);
        self.codes.extend(other.codes);
    }

    /// A fact as people read it.
    pub fn told(&self, facet: Facet) -> Option<String> {
        match facet {
            Facet::Flag(flag) => self.flag(flag).map(|holds| holds.to_string()),
            Facet::Limit(limit) => self.limit(limit).map(|value| value.to_string()),
            Facet::Word(word) => self.word(word).map(ToOwned::to_owned),
            Facet::Code(constraint) => self.codes.get(&constraint).cloned(),
            Facet::Set(set) => self.set(set).map(|values| values.iter().cloned().collect::<Vec<_>>().join(", ")),
        }
    }
}

/// The facts in which two sides differ. A side that is silent leaves out facts that hold all the same.
pub fn differing(old: &Facts, new: &Facts, silent: (bool, bool)) -> Vec<Facet> {
    let mut found = Vec::new();
    let said = |flag: Option<bool>, silent: bool| flag.or((!silent).then_some(false));
    for flag in keys(&old.flags, &new.flags) {
        let (was, is) = (said(old.flag(flag), silent.0), said(new.flag(flag), silent.1));
        if was.zip(is).is_some_and(|(was, is)| was != is) {
            found.push(Facet::Flag(flag));
        }
    }
    let same = |a: &f64, b: &f64| a.total_cmp(b).is_eq();
    found.extend(changed(&old.limits, &new.limits, silent, same).map(Facet::Limit));
    found.extend(changed(&old.words, &new.words, silent, |a, b| a == b).map(Facet::Word));
    found.extend(changed(&old.sets, &new.sets, silent, |a, b| a == b).map(Facet::Set));
    found.extend(changed(&old.codes, &new.codes, silent, |a, b| a == b).map(Facet::Code));
    found
}

fn keys<K: Copy + Ord, V>(old: &BTreeMap<K, V>, new: &BTreeMap<K, V>) -> BTreeSet<K> {
    old.keys().chain(new.keys()).copied().collect()
}

fn changed<K: Copy + Ord, V>(
    old: &BTreeMap<K, V>,
    new: &BTreeMap<K, V>,
    silent: (bool, bool),
    same: impl Fn(&V, &V) -> bool,
) -> impl Iterator<Item = K> {
    keys(old, new).into_iter().filter(move |key| match (old.get(key), new.get(key)) {
        (Some(was), Some(is)) => !same(was, is),
        (Some(_), None) => !silent.1,
        (None, _) => !silent.0,
    })
}
