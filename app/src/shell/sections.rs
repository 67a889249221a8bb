//! The sections of the site: their addresses, their words and their order, in one place (spec: screens).

use crate::ui::Glyph;
use domain::access::{self, Flags, Who};

/// A part of the site that navigation leads to.
#[derive(Clone, Copy, Debug)]
pub struct Section {
    /// Its name in navigation, on its card and as the heading of its page.
    pub title: &'static str,
    /// Its address.
    pub href: &'static str,
    /// What is inside, in a line.
    pub line: &'static str,
    /// Its drawing.
    pub glyph: Glyph,
}

impl Section {
    /// Whether a page belongs to this section. The two start pages hold no other page.
    pub fn holds(&self, path: &str) -> bool {
        let below = || path.strip_prefix(self.href).is_some_and(|rest| rest.starts_with('/'));
        path == self.href || (!matches!(self.href, "/admin" | "/carer") && below())
    }

    /// Why somebody with these rights cannot go there, if so: the page is not there yet, or a right is missing.
    pub fn locked(&self, flags: Flags) -> Option<&'static str> {
        let Some(page) = access::operation(self.href) else { return Some("Not there yet") };
        match page.action.who() {
            Who::AdminWith(flag) if !flags.has(flag) => Some("You need a right that you do not have"),
            _ => None,
        }
    }
}

const fn section(title: &'static str, href: &'static str, glyph: Glyph, line: &'static str) -> Section {
    Section { title, href, line, glyph }
}

/// The start page of admins.
pub const START: Section =
    section("Start", "/admin", Glyph::Home, "What needs you, and every part of CareTrack");

/// The eleven cards of the admins' start page, in their order.
pub const ADMIN_SECTIONS: [Section; 11] = [
    section("Users", "/admin/users", Glyph::People, "Carers, admins and invitations"),
    section("Care packages", "/admin/packages", Glyph::House, "Places and services of care"),
    section("Tasks", "/admin/tasks", Glyph::List, "What carers must be able to do"),
    section(
        "Assignments",
        "/admin/assignments",
        Glyph::Link,
        "Who works where, and which tasks belong there",
    ),
    section("Assessment templates", "/admin/templates", Glyph::Clipboard, "Questions, skills and scenarios"),
    section("Progress", "/admin/progress", Glyph::Chart, "Counts, assessments, ratings, acknowledgments"),
    section("Carer records", "/admin/records", Glyph::Folder, "Records to read, print and hand over"),
    section("Shift sender", "/admin/shifts", Glyph::Send, "Offer shifts and choose who works them"),
    section("Rota", "/admin/rota", Glyph::Grid, "Plan, check and publish the week"),
    section("Recycle bin", "/admin/recycle-bin", Glyph::Bin, "Restore or remove deleted items"),
    section("Audit", "/admin/audit", Glyph::Shield, "Who did what and when"),
];

/// The settings of the organisation.
pub const SETTINGS: Section =
    section("Settings", "/admin/settings", Glyph::Cog, "Organisation, documents, statement and rules");

/// The six sections of carers, in their order.
pub const CARER_SECTIONS: [Section; 6] = [
    section("Today", "/carer", Glyph::Sun, "Your day"),
    section("Daily tasks", "/carer/tasks", Glyph::Ticked, "Log what you did"),
    section("Progress", "/carer/progress", Glyph::Chart, "How far you are"),
    section("Shifts", "/carer/shifts", Glyph::Shift, "Shifts you can ask for"),
    section("My schedule", "/carer/schedule", Glyph::Calendar, "When and where you work"),
    section(
        "Acknowledgments",
        "/carer/acknowledgments",
        Glyph::Certificate,
        "Ratings to read and acknowledge",
    ),
];

/// What does not fit into the bottom bar of a phone.
pub const MORE: Section = section("More", "/carer/more", Glyph::More, "Everything else");
