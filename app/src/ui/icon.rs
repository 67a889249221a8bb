//! Our own line drawings, inline so that they take the colour of their text and need no request.

use leptos::prelude::*;

/// What can be drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Glyph {
    Back,
    Bell,
    Bin,
    Calendar,
    Certificate,
    Chart,
    Check,
    Clipboard,
    Clock,
    Cog,
    Down,
    Edit,
    Folder,
    Forward,
    Going,
    Grid,
    Home,
    House,
    Info,
    Link,
    List,
    Lock,
    Menu,
    More,
    Offline,
    Person,
    People,
    Plus,
    Ring,
    Search,
    Send,
    Shield,
    Shift,
    SortedDown,
    SortedUp,
    Sortable,
    Stop,
    Sun,
    Swap,
    Ticked,
    Tray,
    Warning,
}

impl Glyph {
    /// The drawing as one path on a field of 24 by 24, drawn with a round pen of 2.
    #[rustfmt::skip]
    const fn path(self) -> &'static str {
        match self {
            Self::Back => "M19 12H5m6-6-6 6 6 6",
            Self::Bell => "M6 17V10a6 6 0 0 1 12 0v7l1.5 1.5h-15zM10 21.5h4M12 4V2.5",
            Self::Bin => "M4 6.5h16M9 6.5V4h6v2.5M6 6.5l1 14h10l1-14M10 11v5.5m4-5.5v5.5",
            Self::Calendar => "M4 6h16v15H4zM4 11h16M8 3v5m8-5v5M8 15h2m4 0h2",
            Self::Certificate => "M5 3h14v10.5M5 3v18h6.5M8.5 8h7m-7 4h4M15 18l2.2 2.2L21.5 16",
            Self::Chart => "M4 3v18h17M8.5 17v-4m4.5 4V8m4.5 9V5",
            Self::Check => "m5 12.5 4.7 4.7L19.5 7",
            Self::Clipboard => "M8 4.5H5V21h14V4.5h-3M8.5 3h7v4h-7zM9 12h6m-6 4.5h4",
            Self::Clock => "M12 3a9 9 0 1 1 0 18 9 9 0 0 1 0-18zM12 7v5.3l3.5 2",
            Self::Cog => "M12 9a3 3 0 1 1 0 6 3 3 0 0 1 0-6zM12 2.5v3m0 13v3M2.5 12h3m13 0h3M5.3 5.3l2.1 2.1m9.2 9.2 2.1 2.1m0-13.4-2.1 2.1m-9.2 9.2-2.1 2.1",
            Self::Down => "m6 9.5 6 6 6-6",
            Self::Edit => "M4 20v-4L16 4l4 4L8 20zM13.5 6.5l4 4",
            Self::Folder => "M3 5.5h6.5l2 2.5H21v11.5H3z",
            Self::Forward => "M5 12h14m-6-6 6 6-6 6",
            Self::Going => "M12 3a9 9 0 1 1 0 18 9 9 0 0 1 0-18zM10 8.5v7l5.5-3.5z",
            Self::Grid => "M3.5 5h17v15h-17zM3.5 10h17M3.5 15h17M9 5v15m6-15v15",
            Self::Home => "M4 11.5 12 4l8 7.5M6 10v10.5h4.5V15h3v5.5H18V10",
            Self::House => "M4 11.5 12 4l8 7.5M6 10v10.5h12V10M12 17.5l-2.6-2.6a1.7 1.7 0 1 1 2.6-2.2 1.7 1.7 0 1 1 2.6 2.2z",
            Self::Info => "M12 3a9 9 0 1 1 0 18 9 9 0 0 1 0-18zM12 11v5.5m0-9v.1",
            Self::Link => "M9.5 14.5l5-5M8 11l-2.5 2.5a3.5 3.5 0 0 0 5 5L13 16m-2-8 2.5-2.5a3.5 3.5 0 0 1 5 5L16 13",
            Self::List => "m3.5 6 1.3 1.3L7.3 4.8M3.5 12l1.3 1.3 2.5-2.5M3.5 18l1.3 1.3 2.5-2.5M11 6.5h9.5m-9.5 6h9.5m-9.5 6h9.5",
            Self::Lock => "M5.5 11h13v9.5h-13zM8.5 11V7.5a3.5 3.5 0 0 1 7 0V11M12 15v2",
            Self::Menu => "M4 6.5h16M4 12h16M4 17.5h16",
            Self::More => "M5 11a1 1 0 1 1 0 2 1 1 0 0 1 0-2zM12 11a1 1 0 1 1 0 2 1 1 0 0 1 0-2zM19 11a1 1 0 1 1 0 2 1 1 0 0 1 0-2z",
            Self::Offline => "M7.5 18.5H7a4.5 4.5 0 0 1-.7-8.9M9.5 6.2A6 6 0 0 1 18 10a4.3 4.3 0 0 1 2.4 7M4 3.5l17 17",
            Self::Person => "M12 4a4 4 0 1 1 0 8 4 4 0 0 1 0-8zM4.5 20.5c.8-4 3.6-6 7.5-6s6.7 2 7.5 6",
            Self::People => "M9 5a3.5 3.5 0 1 1 0 7 3.5 3.5 0 0 1 0-7zM2.5 19.500c.6-3.5 3-5 6.5-5s5.9 1.5 6.5 5M15.5 5.400a3.5 3.5 0 0 1 0 6.300M18 14.900c2 .7 3.2 2.2 3.6 4.6",
            Self::Plus => "M12 5v14M5 12h14",
            Self::Ring => "M12 5a7 7 0 1 1 0 14 7 7 0 0 1 0-14z",
            Self::Search => "M10.5 4a6.5 6.5 0 1 1 0 13 6.5 6.5 0 0 1 0-13zM15.5 15.5 20.5 20.5",
            Self::Send => "M3.5 11.5 20.5 4l-6 16.5-3.5-7zM11 13.500l4-4",
            Self::Shield => "M12 3l7.5 2.500V11c0 4.7-3 8-7.5 10-4.5-2-7.5-5.3-7.5-10V5.500zM8.8 11.800l2.3 2.3 4.2-4.4",
            Self::Shift => "M3.5 8h17v12h-17zM8.5 8V4.500h7V8M3.5 13.500h17M12 12.500v2",
            Self::SortedDown => "m7 10 5 6 5-6",
            Self::SortedUp => "m7 14 5-6 5 6",
            Self::Sortable => "m8 10 4-4.500L16 10M8 14l4 4.5 4-4.5",
            Self::Stop => "M8.3 3h7.400L21 8.300v7.400L15.7 21H8.300L3 15.700V8.300zM12 7.500v5.500m0 3.500v.1",
            Self::Sun => "M12 8a4 4 0 1 1 0 8 4 4 0 0 1 0-8zM12 2.500v2m0 15v2M2.5 12h2m15 0h2M5.3 5.300l1.4 1.400m10.6 10.6 1.4 1.400m0-13.4-1.4 1.400M6.7 17.300l-1.4 1.4",
            Self::Swap => "M4 8.500h14l-3.5-3.500M20 15.500H6l3.5 3.5",
            Self::Ticked => "M4 4h16v16H4zM8 12.300l2.8 2.8 5.4-5.8",
            Self::Tray => "M3.5 13.5 6.5 5h11l3 8.500V19.500h-17zM3.5 13.500H9l1 2.500h4l1-2.500h5.5",
            Self::Warning => "M12 3.5 22 20.500H2zM12 10v4.500m0 3v.1",
        }
    }
}

/// A drawing beside words; it says nothing to a screen reader, the words do.
#[component]
pub fn Icon(glyph: Glyph) -> impl IntoView {
    view! { <svg class="app-icon" viewBox="0 0 24 24" aria-hidden="true"><path d=glyph.path()></path></svg> }
}
