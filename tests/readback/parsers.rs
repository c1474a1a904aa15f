//! Parsers of another language over every structured format: a release changes values, each of
//! which is a planned edit, and nothing of a file's shape.

use std::fs;

use manifest::conformance::Syntax;

use super::tool::Tool;
use crate::every_format::line::{self, Line};

/// Reads `syntax path` from its arguments, and prints what differs between both folders.
const DIFFER: &str = r#"
import json, sys, tomllib
from collections import Counter
from xml.etree import ElementTree

def leaves(value, at):
    if isinstance(value, dict):
        for key, below in value.items():
            yield from leaves(below, f'{at}/{key}')
    elif isinstance(value, list):
        for index, below in enumerate(value):
            yield from leaves(below, f'{at}/{index}')
    else:
        yield at, str(value)

def elements(element, at):
    yield at + '=', (element.text or '').strip()
    yield at + '~', (element.tail or '').strip()
    for name, value in element.attrib.items():
        yield f'{at}@{name}', value
    for index, below in enumerate(element):
        name = below.tag if isinstance(below.tag, str) else 'comment'
        yield from elements(below, f'{at}/{name}.{index}')

def read(syntax, path):
    with open(path, encoding='utf-8-sig', newline='') as file:
        text = file.read()
    if syntax == 'Json':
        return dict(leaves(json.loads(text), ''))
    if syntax == 'Toml':
        return dict(leaves(tomllib.loads(text), ''))
    builder = ElementTree.TreeBuilder(insert_comments=True)
    parser = ElementTree.XMLParser(target=builder)
    return dict(elements(ElementTree.fromstring(text, parser), ''))

before, after, was, now, *files = sys.argv[1:]
for pair in files:
    syntax, path = pair.split(' ', 1)
    old, new = (read(syntax, f'{folder}/{path}') for folder in (before, after))
    # A version may be a part of a key.
    old = {key.replace(was, now): value for key, value in old.items()}
    grown = list(old) != list(new)
    if grown:
        gone = Counter(old.values()) - Counter(new.values())
        assert not gone, f'{path}: {gone}'
    rows = [] if grown else [[key, old[key], new[key]] for key in old if old[key] != new[key]]
    print(json.dumps([path, rows, grown]))
"#;

/// Writes what Ruby reads in YAML beside each file, as JSON.
const TO_JSON: &str = "
ARGV.each do |path|
  text = File.read(path, mode: 'r:bom|utf-8')
  File.write(path + '.as.json', JSON.generate(YAML.unsafe_load(text)))
end";

fn differ(dress: fn(&str) -> String) {
    let Some(python) = Tool::find(&["python3"], &["-c", "import tomllib"]) else { return };
    let line = Line::of_all(dress);
    let (repository, plan) = line.release();
    let folders = ["before", "after"].map(|name| repository.beside(name));
    for (path, text) in &line.files {
        let texts = [text.clone(), repository.file(path)];
        for (folder, text) in folders.iter().zip(texts) {
            let copy = folder.join(path);
            fs::create_dir_all(copy.parent().unwrap()).unwrap();
            fs::write(copy, text).unwrap();
        }
    }
    let folders = folders.map(|folder| folder.to_str().unwrap().to_owned());
    let of = |wanted: Syntax| {
        let is = move |one: &&line::One| Syntax::of(one.format) == wanted;
        line.formats.iter().filter(is).map(|one| one.path.clone()).collect::<Vec<String>>()
    };
    let mut words = vec!["-c".to_owned(), DIFFER.to_owned()];
    words.extend(folders.clone());
    words.extend([line::OLD, line::NEW].map(str::to_owned));
    for syntax in [Syntax::Json, Syntax::Toml, Syntax::Xml] {
        words.extend(of(syntax).iter().map(|path| format!("{syntax:?} {path}")));
    }
    // Python brings no parser of YAML, and Ruby does.
    if let Some(ruby) = Tool::find(&["ruby", "-ryaml", "-rjson"], &["-e", "YAML"]) {
        let yaml = of(Syntax::Yaml);
        let paths = folders
            .iter()
            .flat_map(|folder| yaml.iter().map(move |path| format!("{folder}/{path}")));
        let paths: Vec<String> = paths.collect();
        let script = ["-e", TO_JSON].into_iter().chain(paths.iter().map(String::as_str));
        ruby.ask(&repository, "", &script.collect::<Vec<&str>>());
        words.extend(yaml.iter().map(|path| format!("Json {path}.as.json")));
    }
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let said = python.ask(&repository, "", &words);
    let mut files = 0;
    for row in said.lines() {
        let (path, values, grown): (String, Vec<[String; 3]>, bool) =
            serde_json::from_str(row).unwrap();
        let path = path.strip_suffix(".as.json").unwrap_or(&path);
        let edits = line::edits(&plan, path);
        let one = format!("{path}: {values:?}");
        if grown {
            // Only an entry that is added makes a file another shape.
            assert!(edits.iter().any(|edit| edit.role == "stanza"), "{one}");
            files += 1;
            continue;
        }
        assert!(!values.is_empty() && values.len() <= edits.len(), "{one}");
        for [_, old, new] in &values {
            let edit = edits.iter().find(|edit| old.contains(&edit.old) && new.contains(&edit.new));
            assert!(edit.is_some(), "{one}");
        }
        files += 1;
    }
    assert!(files > 10, "{said}");
}

#[test]
fn other_parsers_read_the_planned_values_and_the_same_shape() {
    differ(str::to_owned);
}

#[test]
fn other_parsers_read_the_same_with_crlf_and_a_byte_order_mark() {
    differ(|text| format!("\u{feff}{}", text.replace('\n', "\r\n")));
}
