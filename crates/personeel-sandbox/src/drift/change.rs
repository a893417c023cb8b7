//! Changes of records.

use serde_json::{Map, Value, json};

use super::path::Spot;
use super::rule::{Form, Rule};

/// Marks the name of a repeated member, since a map cannot hold a name twice. No name of the service contains it.
const AGAIN: char = '\u{1}';

/// Applies a rule to a record.
pub(super) fn change_record(rule: &Rule, record: &mut Value) {
    let Some(path) = &rule.path else { return };
    let of_record = |name: &Option<String>| name.as_ref().and_then(|name| record.get(name)).cloned();
    let (copied, named) = (of_record(&rule.copy), of_record(&rule.named_after));
    path.for_each_spot(record, &mut |spot| {
        if rule.remove || rule.repeat || rule.named_after.is_some() {
            if let Spot::Member(members, name) = spot {
                change_members(rule, members, name, named.as_ref());
            }
            return;
        }
        let new = rule.set.as_ref().or(copied.as_ref());
        match (new, spot) {
            (Some(new), Spot::Member(members, name)) => drop(members.insert(name.to_owned(), new.clone())),
            (Some(new), Spot::Item(item)) => *item = new.clone(),
            (None, Spot::Member(members, name)) => {
                if let Some(value) = members.get_mut(name) {
                    *value = change_value(rule, value);
                }
            }
            (None, Spot::Item(item)) => *item = change_value(rule, item),
        }
    });
}

fn change_members(rule: &Rule, members: &mut Map<String, Value>, name: &str, named: Option<&Value>) {
    if rule.remove {
        members.shift_remove(name);
    } else if let Some(value) = members.get(name).filter(|_| rule.repeat) {
        members.insert(format!("{name}{AGAIN}"), value.clone());
    } else if let Some(named) = named {
        let name = named.as_str().map_or_else(|| named.to_string(), str::to_owned);
        members.insert(name, json!(1));
    }
}

fn change_value(rule: &Rule, value: &Value) -> Value {
    match (rule.form, value) {
        (Some(form), Value::String(text)) => apply_form(form, text).into(),
        (Some(Form::Fraction), Value::Number(number)) => number.as_f64().map_or(Value::Null, Value::from),
        (Some(_), other) => other.clone(),
        (None, other) => retype(other),
    }
}

fn apply_form(form: Form, text: &str) -> String {
    match form {
        Form::Braces => format!("{{{text}}}"),
        Form::Blank => format!(" {text}"),
        Form::Upper => text.to_uppercase(),
        Form::Bare => text.replace('-', ""),
        Form::Fraction => format!("{text}.0000000"),
        Form::Offset => format!("{text}+01:00"),
        Form::Utc => format!("{text}Z"),
        Form::Date => text.chars().take(10).collect(),
        Form::Empty => String::new(),
    }
}

fn retype(value: &Value) -> Value {
    match value {
        Value::Null | Value::Array(_) => json!({}),
        Value::Bool(_) | Value::Number(_) => value.to_string().into(),
        Value::String(_) => json!(1),
        Value::Object(_) => json!([]),
    }
}

/// Serialises a response, in which names may occur twice.
pub(super) fn write_json(content: &Value) -> String {
    content.to_string().replace("\\u0001\":", "\":")
}
