//! The design system as components: one pattern, one component, one place for its markup.
//!
//! Everything here is rendered on the server and knows no data of ours: pages hand it words, addresses and views.
//! Classes that start with `app-` are styled in style/app.css, the others come from the vendored file.

mod banner;
mod button;
mod card;
mod document;
mod field;
mod filter;
mod form_state;
mod heading;
mod icon;
mod link;
mod navigation;
mod progress;
mod prose;
mod summary;
mod table;
mod tag;
mod task_list;
mod time;

pub use banner::{Banner, NotificationBanner};
pub use button::{ButtonGroup, ButtonKind, EnterButton, LinkButton, RedrawButton, SubmitButton};
pub use card::{Card, StartCard, Tile};
pub use document::DocumentLinks;
pub use field::{
    CheckboxField, CheckboxList, Choice, DateField, EmailField, ErrorSummary, FieldGroup, FieldProblem,
    HiddenField, NumberField, PasswordField, PasswordUse, PostcodeAreaField, RadioGroup, SelectField,
    StepperField, TextArea, TextField, TimeField,
};
pub use filter::FilterForm;
pub use form_state::{FormState, field_id};
pub use heading::PageHeading;
pub use icon::{Glyph, Icon};
pub use link::{Link, safe_address};
pub use navigation::{BackLink, Breadcrumbs, Crumb, Pagination, Tab, Tabs};
pub use progress::ProgressBar;
pub use prose::{Details, Email, Empty, Inset, WarningText};
pub use summary::{SummaryList, SummaryRow};
pub use table::{Column, DataTable, Order, Row};
pub use tag::{Chip, LevelChange, LevelTag, Tag, Tone};
pub use task_list::{Counter, TaskItem, TaskList};
pub use time::{Time, Time24};

#[cfg(test)]
mod tests;
