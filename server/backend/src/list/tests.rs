//! Pages, there and back by every kind of column, with what an address may hold.

use domain::list::{Asked, Listed, PackageSort, Sort, TaskSort};
use domain::task::TaskRow;

use super::page_of;
use crate::testing::Service;
use crate::{Cx, package, task};

fn asked(sort: &str) -> Asked {
    Asked { sort: sort.into(), ..Asked::default() }
}

async fn pages(cx: &Cx, sort: &str) -> Vec<Listed<TaskRow>> {
    let mut all = vec![task::list(cx, &asked(sort), "").await.unwrap()];
    while let Some(next) = all.last().and_then(|page| page.next.clone()) {
        all.push(task::list(cx, &Asked { after: next, ..asked(sort) }, "").await.unwrap());
    }
    all
}

#[tokio::test]
async fn r_gen_13_every_sort_shows_each_row_once_and_leads_back_to_the_first_page() {
    let service = Service::new().await;
    let cx = service.as_(service.admin("Ann").await).await;
    for n in 0..53 {
        let task = service.task(&format!("Task {:02}", (n * 7) % 53), n % 3 + 1).await;
        if n % 4 == 0 {
            service.set_cadence(task, n % 12 + 1).await;
        }
    }
    for code in ["name", "-name", "target", "-target", "again", "-again", "status", "-status", "created"] {
        let all = pages(&cx, code).await;
        let ids = |page: &Listed<TaskRow>| page.rows.iter().map(|row| row.id).collect::<Vec<_>>();
        assert_eq!(all.iter().map(|page| page.rows.len()).collect::<Vec<_>>(), [25, 25, 3], "{code}");
        let before = all[2].previous.clone().unwrap();
        let back = task::list(&cx, &Asked { before, ..asked(code) }, "").await.unwrap();
        assert_eq!((ids(&back), back.found), (ids(&all[1]), 53), "{code}");
        let rows: Vec<_> = all.iter().flat_map(|page| page.rows.iter()).collect();
        let sort = Sort::<TaskSort>::read(code).unwrap();
        let ordered = rows.is_sorted_by(|a, b| {
            let (a, b) = if sort.is_descending { (b, a) } else { (a, b) };
            match sort.by {
                TaskSort::Name => a.name <= b.name,
                TaskSort::Target => a.target <= b.target,
                TaskSort::Again => a.reassess_months.unwrap_or(0) <= b.reassess_months.unwrap_or(0),
                TaskSort::Status => true,
                TaskSort::Created => a.kept.created_at <= b.kept.created_at,
            }
        });
        assert!(ordered, "{code}");
        let mut once: Vec<_> = rows.iter().map(|row| row.id).collect();
        once.sort_unstable();
        once.dedup();
        assert_eq!(once.len(), 53, "{code}: nobody twice and nobody left out");
    }
}

#[tokio::test]
async fn r_gen_13_what_is_in_use_comes_first_when_sorted_by_status() {
    let service = Service::new().await;
    let cx = service.as_(service.admin("Ann").await).await;
    let (bea, cid) = (service.carer("Bea").await, service.carer("Cid").await);
    service.deactivate(bea).await;
    let first = async |sort: &str| {
        let page = crate::progress::choose(&cx, &asked(sort), "").await.unwrap();
        page.rows[0].carer
    };
    assert_eq!((first("status").await, first("-status").await), (cid, bea));
}

/// PostgreSQL keeps no NUL in a text; SQLite would.
#[tokio::test]
async fn in4_an_address_with_what_no_name_holds_is_answered_on_both_databases() {
    let service = Service::new().await;
    let cx = service.as_(service.admin("Ann").await).await;
    service.package("Larkfield").await;
    let of = async |asked: Asked| package::list(&cx, &asked).await.unwrap().found;

    assert_eq!(of(Asked { q: "lark\0field".into(), ..Asked::default() }).await, 1);
    assert_eq!(of(Asked { after: "\0".into(), ..Asked::default() }).await, 1);
    let nil = "00000000-0000-0000-0000-000000000000";
    assert_eq!(of(Asked { after: format!("{nil} a\0"), ..Asked::default() }).await, 1);
    assert_eq!(of(Asked { after: format!("{nil} x"), sort: "created".into(), ..Asked::default() }).await, 1);
    assert!(Sort::<PackageSort>::read("\0").is_err());
}

#[test]
fn r_gen_13_rows_that_the_program_sorts_are_paged_like_those_of_the_database() {
    let all: Vec<String> = (0..60).map(|n| format!("{n:02}")).collect();
    let of = |asked: &Asked, down: bool| page_of(all.clone(), down, asked, Clone::clone);
    let first = of(&Asked::default(), false);
    let second = of(&Asked { after: first.next.clone().unwrap(), ..Asked::default() }, false);
    let third = of(&Asked { after: second.next.clone().unwrap(), ..Asked::default() }, false);
    assert_eq!((first.previous, third.next, third.rows.len()), (None, None, 10));
    let back = of(&Asked { before: third.previous.clone().unwrap(), ..Asked::default() }, false);
    assert_eq!(back, second);
    let down = of(&Asked::default(), true);
    let next = of(&Asked { after: down.next.clone().unwrap(), ..Asked::default() }, true);
    assert_eq!((down.rows[0].as_str(), next.rows[0].as_str(), next.found), ("59", "34", 60));
    let up = of(&Asked { before: next.previous.clone().unwrap(), ..Asked::default() }, true);
    assert_eq!(up, down);
}
