//! Python: packaging, setuptools and plistlib read what was released; uv and Poetry take their lock
//! files as they are.

use super::tool::Tool;
use super::{line, release};
use crate::support::Repository;

const PYPROJECT: &str = "# core 1.4.0\n[project]\nname = \"line-core\"\nversion = \"1.4.0\"\nrequires-python = \">=3.8\"\ndependencies = [\n    \"line-net[tls] >=1.4.0, <9 ; python_version > '3.4'\", # 1.4.0\n    'left==1.4.0',\n]\n\n[project.optional-dependencies]\nui = [\"line-net~=1.4.0\"]\n";
const SETUP_CFG: &str = "[bumpversion]\r\ncurrent = 1.4.0\r\n\r\n[metadata]\r\nname = line-net\r\nversion = 1.4.0\r\n\r\n[options]\r\npython_requires = >=3.8\r\ninstall_requires =\r\n    left==1.4.0\r\n";
const SETUP_PY: &str = "# version=\"1.4.0\"\nfrom setuptools import setup\n\nsetup(\n    name='line-old',\n    version='1.4.0',\n    description=\"version=1.4.0\",\n    install_requires=[\"line-core>=1.4.0\"],\n)\n";
const MODULE: &str =
    "\"\"\"__version__ = \"0.0\" \"\"\"\n__version__: str = '1.4.0'\nLEAST = '1.4.0'\n";
const PLIST: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<plist version=\"1.0\">\n<dict>\n\t<key>CFBundleShortVersionString</key>\n\t<string>1.4.0</string>\n\t<!-- 1.4.0 -->\n\t<key>CFBundleVersion</key>\n\t<string>1.4.0</string>\n\t<key>Least</key>\n\t<string>1.4.0</string>\n</dict>\n</plist>\n";

const CONFIG: &str = "[component.core]\n[component.net]\n[component.old]\nmanifests = [\"old/setup.py\"]\n[component.tool]\n\
manifests = [\"tool/version.py\"]\n[component.mac]\nmanifests = [\"mac/Info.plist\"]\n";

fn project() -> Repository {
    line(
        CONFIG,
        &[
            ("core/pyproject.toml", PYPROJECT),
            ("net/setup.cfg", SETUP_CFG),
            ("old/setup.py", SETUP_PY),
            ("tool/version.py", MODULE),
            ("mac/Info.plist", PLIST),
        ],
    )
}

/// Python with a module, which may be vendored in pip.
fn python(trial: &str) -> Option<Tool> {
    let found = Tool::find(&["python3", "-B"], &["-c", trial]);
    found.map(|tool| tool.with("PYTHONDONTWRITEBYTECODE", "1"))
}

const PACKAGING: &str = "
import tomllib
try:
    from packaging.version import Version
    from packaging.requirements import Requirement
except ImportError:
    from pip._vendor.packaging.version import Version
    from pip._vendor.packaging.requirements import Requirement
";

#[test]
fn packaging_reads_the_released_metadata() {
    let Some(python) = python(PACKAGING) else { return };
    let repository = project();
    let read = format!(
        "{PACKAGING}
with open('pyproject.toml', 'rb') as file:
    project = tomllib.load(file)['project']
assert str(Version(project['version'])) == project['version'], 'not in its normal form'
print(project['version'])
for text in project['dependencies'] + project['optional-dependencies']['ui']:
    one = Requirement(text)
    print(one.name, ','.join(sorted(str(bound) for bound in one.specifier)), one.marker or '')
"
    );
    for (part, version) in [("minor", "1.5.0"), ("major", "2.0.0")] {
        release(&repository, part);
        let said = python.ask(&repository, "core", &["-c", &read]);
        let lines: Vec<&str> = said.lines().map(str::trim_end).collect();
        let wanted = [
            version.into(),
            format!("line-net <9,>={version} python_version > \"3.4\""),
            "left ==1.4.0".into(),
            format!("line-net ~={version}"),
        ];
        assert_eq!(lines, wanted);
    }
    let pre = repository.run(&["release", "2.1.0-rc.1", "-p", "core", "--yes"]);
    assert_eq!(pre.code, 0, "{}", pre.stderr);
    let said = python.ask(&repository, "core", &["-c", &read]);
    assert!(said.starts_with("2.1.0rc1\n"), "{said}");
}

#[test]
fn setuptools_reads_the_released_metadata() {
    let Some(python) = python("from setuptools.config.setupcfg import read_configuration") else {
        return;
    };
    let repository = project();
    release(&repository, "minor");
    let read = "from setuptools.config.setupcfg import read_configuration as read\nall = read('setup.cfg')\nprint(all['metadata']['version'], *all['options']['install_requires'])";
    assert_eq!(python.word(&repository, "net", &["-c", read]), "1.5.0 left==1.4.0");
    let version = python.word(&repository, "old", &["setup.py", "--version"]);
    assert_eq!(version.lines().last(), Some("1.5.0"));
    assert!(repository.file("old/setup.py").contains("line-core>=1.5.0"));
}

#[test]
fn python_imports_the_released_version() {
    let Some(python) = python("import plistlib") else { return };
    let repository = project();
    release(&repository, "major");
    let read = "import version\nprint(version.__version__, version.LEAST)";
    assert_eq!(python.word(&repository, "tool", &["-c", read]), "2.0.0 1.4.0");
    let read = "import plistlib\nwith open('Info.plist', 'rb') as file:\n    print(*plistlib.load(file).values())";
    assert_eq!(python.word(&repository, "mac", &["-c", read]), "2.0.0 2.0.0 1.4.0");
}

const UV_ROOT: &str = "[project]\nname = \"line-app\"\nversion = \"1.4.0\"\nrequires-python = \">=3.8\"\ndependencies = [\"line-core>=1.4.0,<9\", \"line-net\"]\n\n[dependency-groups]\ntest = [\"line-net>=1.4.0\"]\n\n[tool.uv.workspace]\nmembers = [\"packages/*\"]\n\n[tool.uv.sources]\nline-core = { workspace = true }\nline-net = { workspace = true }\n";

fn uv_workspace() -> Repository {
    let member = |name: &str, rest: &str| {
        format!(
            "[project]\nname = \"line-{name}\"\nversion = \"1.4.0\"\nrequires-python = \">=3.8\"\n{rest}"
        )
    };
    let net = "dependencies = [\"line-core >= 1.4.0\"]\n\n[tool.uv.sources]\nline-core = { workspace = true }\n";
    line(
        "",
        &[
            ("pyproject.toml", UV_ROOT),
            ("packages/core/pyproject.toml", &member("core", "")),
            ("packages/net/pyproject.toml", &member("net", net)),
        ],
    )
}

#[test]
fn uv_takes_a_released_lock_file_as_it_is() {
    let Some(uv) = Tool::find(&["uv"], &["--version"]) else { return };
    let repository = uv_workspace();
    let uv = uv
        .with("UV_OFFLINE", "true")
        .with("UV_PYTHON_DOWNLOADS", "never")
        .with("UV_NO_CONFIG", "true")
        .with("UV_CACHE_DIR", repository.beside("cache").to_str().unwrap());
    uv.ask(&repository, "", &["lock"]);
    for (part, version) in [("minor", "1.5.0"), ("major", "2.0.0")] {
        release(&repository, part);
        let lock = repository.file("uv.lock");
        assert_eq!(lock.matches(&format!("version = \"{version}\"")).count(), 3, "{lock}");
        assert!(!lock.contains("1.4.0"), "nothing is left behind:\n{lock}");
        // It refuses a lock file that it would write otherwise.
        uv.ask(&repository, "", &["lock", "--check"]);
    }
    let entry = "name = \"line-net\"\nversion = \"2.0.0\"";
    repository.replace("uv.lock", entry, &entry.replace("2.0.0", "1.5.0"));
    assert_ne!(uv.try_ask(&repository, "", &["lock", "--check"]).code, 0, "it does notice");
}

const POETRY_APP: &str = "[tool.poetry]\nname = \"line-app\"\nversion = \"1.4.0\"\ndescription = \"a line\"\nauthors = []\npackages = []\n\n[tool.poetry.dependencies]\npython = \"^3.8\"\nline-core = { path = \"../core\", develop = true }\n\n[build-system]\nrequires = [\"poetry-core\"]\nbuild-backend = \"poetry.core.masonry.api\"\n";

fn poetry_project() -> Repository {
    let core = POETRY_APP.replace("line-app", "line-core");
    let core = core.replace("line-core = { path = \"../core\", develop = true }\n", "");
    line(
        "[component.app]\n[component.core]\n",
        &[("app/pyproject.toml", POETRY_APP), ("core/pyproject.toml", &core)],
    )
}

#[test]
fn poetry_takes_a_released_lock_file_as_it_is() {
    let Some(poetry) = Tool::find(&["poetry"], &["--version"]) else { return };
    let repository = poetry_project();
    let poetry = poetry
        .with("POETRY_CACHE_DIR", repository.beside("cache").to_str().unwrap())
        .with("POETRY_CONFIG_DIR", repository.beside("home").to_str().unwrap())
        .with("POETRY_VIRTUALENVS_CREATE", "false");
    poetry.ask(&repository, "app", &["lock", "-n"]);
    let checks = if poetry.ask(&repository, "app", &["check", "--help"]).contains("--lock") {
        ["check", "--lock"]
    } else {
        ["lock", "--check"]
    };
    let lock = repository.file("app/poetry.lock");
    release(&repository, "minor");
    assert_eq!(repository.file("app/poetry.lock"), lock.replace("1.4.0", "1.5.0"));
    poetry.ask(&repository, "app", &checks);
    let shown = poetry.ask(&repository, "app", &["show", "-n", "--all", "line-core"]);
    assert!(shown.contains("1.5.0"), "{shown}");
}
