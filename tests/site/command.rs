//! What the command does and refuses to do.

use std::fs;

use crate::sample;
use crate::sample::program::{content, lay_out, parts, program, run};
use crate::sample::town::Town;
use crate::world::{FIRST, world};

#[test]
fn the_newest_release_is_made_into_a_site_again_and_again() {
    let world = world();
    assert!(
        world.said.starts_with("网站：../public，470 项，"),
        "{}",
        world.said
    );
    assert!(
        world.said.contains("个文件，") && world.said.contains(" MB；"),
        "{}",
        world.said
    );
    let before = content(&world.site);
    let dir = tempfile::tempdir().unwrap();
    let target = dir.path().join("网站/2016");
    for _ in 0..2 {
        let (code, out, err) = parts(
            &program(&world.city)
                .env("POWER_LIST_ACTOR", "gb")
                .args(["publish", "--site", target.to_str().unwrap()])
                .output()
                .unwrap(),
        );
        assert_eq!(code, 0, "{out}{err}");
        assert!(err.is_empty(), "{err}");
        assert!(content(&target) == before, "同样的发布做出了不同的网站");
        // What has gone from the list goes from the site.
        fs::write(target.join("items/旧.html"), "").unwrap();
    }
    let left: Vec<_> = fs::read_dir(dir.path().join("网站")).unwrap().collect();
    assert_eq!(left.len(), 1);
}

#[test]
fn a_site_is_made_of_release_files_alone() {
    let world = world();
    let dir = tempfile::tempdir().unwrap();
    let root = dir.path();
    for file in ["power-list.yaml", "departments.yaml"] {
        fs::copy(world.city.join(file), root.join(file)).unwrap();
    }
    fs::create_dir(root.join("releases")).unwrap();
    let name = format!("releases/{FIRST}.db");
    fs::copy(world.city.join(&name), root.join(&name)).unwrap();
    let (code, out, err) = parts(&run(root, &["publish", "--site", "site"]));
    assert_eq!(code, 0, "{out}{err}");
    let home = fs::read_to_string(root.join("site/index.html")).unwrap();
    assert!(home.contains("2015年版") && !home.contains("2016年版"));
    assert!(!root.join(".power-list").exists());
}

#[test]
fn a_folder_of_somebody_else_is_left_alone() {
    let world = world();
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("重要.txt"), "别动").unwrap();
    let before = content(dir.path());
    let (code, _, err) = parts(
        &program(&world.city)
            .args(["publish", "--site", dir.path().to_str().unwrap()])
            .output()
            .unwrap(),
    );
    assert_eq!(code, 2);
    assert!(
        err.contains("不是空的，也不是 publish --site 生成的文件夹")
            && err.contains("提示：换一个还没有的文件夹"),
        "{err}"
    );
    let file = dir.path().join("重要.txt");
    let (code, _, err) = parts(
        &program(&world.city)
            .args(["publish", "--site", file.to_str().unwrap()])
            .output()
            .unwrap(),
    );
    assert_eq!(code, 2);
    assert!(err.contains("不是文件夹"), "{err}");
    assert_eq!(content(dir.path()), before);
}

#[test]
fn a_damaged_release_leaves_the_site_as_it_was() {
    let world = world();
    let dir = tempfile::tempdir().unwrap();
    let root = dir.path();
    lay_out(
        root,
        &vec![(
            "power-list.yaml".into(),
            fs::read(world.city.join("power-list.yaml")).unwrap(),
        )],
    );
    fs::create_dir(root.join("releases")).unwrap();
    let release = root.join(format!("releases/{FIRST}.db"));
    fs::copy(world.city.join(format!("releases/{FIRST}.db")), &release).unwrap();
    assert_eq!(parts(&run(root, &["publish", "--site", "site"])).0, 0);
    let before = content(&root.join("site"));
    let mut permissions = fs::metadata(&release).unwrap().permissions();
    #[allow(clippy::permissions_set_readonly_false)]
    permissions.set_readonly(false);
    fs::set_permissions(&release, permissions).unwrap();
    fs::write(&release, "").unwrap();
    let (code, _, err) = parts(&run(root, &["publish", "--site", "site"]));
    assert_eq!(code, 3, "{err}");
    assert!(err.contains("文件是空的"), "{err}");
    assert!(content(&root.join("site")) == before);
    let names: Vec<_> = fs::read_dir(root)
        .unwrap()
        .map(|e| e.unwrap().file_name())
        .collect();
    assert_eq!(names.len(), 3, "{names:?}");
}

#[test]
fn publishing_and_the_site_go_together_and_partial_is_said() {
    let town = Town::new();
    let nothing = town.exits(2, "publish --site site");
    assert!(
        nothing.contains("还没有发布") && nothing.contains("提示：审核确认以后"),
        "{nothing}"
    );
    assert!(!town.path().join("site").exists());
    let address = town.exits(2, "publish --site site --site-url ftp://x");
    assert!(address.contains("不是网址"), "{address}");

    town.ok("review start --as zh");
    town.meetings();
    town.walk("hbj");
    let said =
        town.ok("publish --partial --as gb --site site --site-url https://example.gov.cn/qlqd/");
    assert!(
        said.contains("已公布：") && said.contains("网站：site，3 项，"),
        "{said}"
    );
    let mut pages = 0;
    for (path, bytes) in content(&town.path().join("site")) {
        if path.extension().is_some_and(|e| e == "html") {
            let text = String::from_utf8(bytes).unwrap();
            assert!(
                text.contains("这是部分公布。") && text.contains("市教育局"),
                "{}",
                path.display()
            );
            pages += 1;
        }
    }
    assert!(pages > 20, "{pages}");
    let read = |path: &str| fs::read_to_string(town.path().join("site").join(path)).unwrap();
    assert!(read("units/jyj.html").contains("清单还没有公布"));
    let feed = read("feed.xml");
    assert!(feed.contains("<link rel=\"self\" type=\"application/atom+xml\" href=\"https://example.gov.cn/qlqd/feed.xml\"/>"), "{feed}");
    assert!(
        read("items/341100-hbj-01-0001.html")
            .contains("https://example.gov.cn/qlqd/items/341100-hbj-01-0001.html")
    );
}

#[test]
fn nothing_that_a_unit_writes_becomes_part_of_a_page() {
    const MARKUP: &str = "</script><script>alert(1)</script><img src=x onerror=alert(1)>\\\"'&";
    let dir = tempfile::tempdir().unwrap();
    let root = dir.path();
    sample::base(root);
    let text = sample::items_with("name", &format!("    name: \"方案审批{MARKUP}\""))
        + &format!("    remarks: \"{MARKUP}\"\n");
    sample::put(root, sample::ITEMS_PATH, text);
    let units = sample::DEPARTMENTS.replace(
        "name: 滁州市环境保护局",
        &format!("name: \"环境保护局{MARKUP}\""),
    );
    sample::put(root, "departments.yaml", units);
    sample::published::publish(root);
    let (code, out, err) = parts(&run(root, &["publish", "--site", "site"]));
    assert_eq!(code, 0, "{out}{err}");
    let mut shown = 0;
    for (path, bytes) in content(&root.join("site")) {
        let text = String::from_utf8_lossy(&bytes).into_owned();
        match path.extension().and_then(|ending| ending.to_str()) {
            Some("html") => {
                assert!(!text.contains("<img src=x"), "{}", path.display());
                assert!(!text.contains("<script>alert"), "{}", path.display());
                shown += usize::from(text.contains("&lt;script&gt;alert(1)"));
            }
            Some("svg" | "xml") => {
                assert!(!text.contains("<script>alert"), "{}", path.display());
            }
            _ => {}
        }
    }
    // The home page, the unit's, the item's at least.
    assert!(shown >= 3, "{shown}");
}
