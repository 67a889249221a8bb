//! The value of one setting and its JSON text: a flag, a number, a list of numbers, or a short text.

use serde::{Deserialize, Serialize};

/// The value of one setting.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Value {
    /// On or off.
    Flag(bool),
    /// A whole number.
    Number(u32),
    /// Several whole numbers.
    Numbers(Vec<u32>),
    /// A word or times, in characters that JSON writes as they are.
    Text(String),
}

impl Value {
    /// Reads stored JSON text. `None` when it is no value of these four kinds.
    pub fn from_json(json: &str) -> Option<Self> {
        let json = json.trim();
        if let Ok(flag) = json.parse() {
            return Some(Self::Flag(flag));
        }
        if let Some(list) = inside(json, '[', ']') {
            return numbers(list).map(Self::Numbers);
        }
        match inside(json, '"', '"') {
            Some(text) => text.chars().all(is_plain).then(|| Self::Text(text.to_owned())),
            None => number(json).map(Self::Number),
        }
    }

    /// As it is typed into a field: a list with commas, a ticked box as "true", an empty one as nothing.
    pub fn typed(&self) -> String {
        match self {
            Self::Flag(true) => "true".to_owned(),
            Self::Flag(false) => String::new(),
            Self::Number(number) => number.to_string(),
            Self::Numbers(numbers) => numbers.iter().map(u32::to_string).collect::<Vec<_>>().join(", "),
            Self::Text(text) => text.clone(),
        }
    }

    /// As it is stored: always the same text for the same value.
    pub fn to_json(&self) -> String {
        match self {
            Self::Flag(flag) => flag.to_string(),
            Self::Number(number) => number.to_string(),
            Self::Numbers(numbers) => {
                format!("[{}]", numbers.iter().map(u32::to_string).collect::<Vec<_>>().join(","))
            }
            Self::Text(text) => format!("\"{text}\""),
        }
    }
}

fn inside(json: &str, open: char, close: char) -> Option<&str> {
    json.strip_prefix(open)?.strip_suffix(close)
}

fn numbers(list: &str) -> Option<Vec<u32>> {
    if list.trim().is_empty() {
        return Some(Vec::new());
    }
    list.split(',').map(|typed| number(typed.trim())).collect()
}

/// JSON writes no plus sign and no leading zero.
fn number(json: &str) -> Option<u32> {
    let is_written_so = json == "0" || json.starts_with(|c: char| matches!(c, '1'..='9'));
    is_written_so.then(|| json.parse().ok()).flatten()
}

fn is_plain(c: char) -> bool {
    !c.is_control() && !matches!(c, '"' | '\\')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_kind_is_read_and_written_alike() {
        for json in ["true", "false", "0", "4294967295", "[]", "[90,60,30,7]", "\"all\"", "\"09:00-17:00\""] {
            let value = Value::from_json(json).expect("a value");
            assert_eq!(value.to_json(), json);
            assert_eq!(serde_json::to_string(&value).expect("json"), json);
        }
        assert_eq!(Value::from_json(" [ 90 , 7 ] "), Some(Value::Numbers(vec![90, 7])));
    }

    #[test]
    fn what_is_no_such_value_is_not_read() {
        for json in ["", "-1", "+1", "01", "1.5", "null", "[1,]", "[true]", "\"", "\"a\"b\"", "\"\\n\"", "{}"]
        {
            assert_eq!(Value::from_json(json), None, "{json}");
        }
    }
}
