//! The document around every page: head, header with navigation, main, footer.
//!
//! To make a public page: `layout::public_page(view, Head::new(title), || view! { … }.into_any())`. Staff pages use
//! [`staff_page`], which has a place for their own navigation and no quick exit.

use leptos::prelude::*;

use crate::{Asset, Html, Locale, Module, View, components::icons, locales::shared, render::render};

/// Where the quick exit leads: a weather page that millions open and that explains itself to whoever looks over a shoulder.
const QUICK_EXIT: &str = "https://www.weather.com.cn/";

/// How language and type size are changed from a page.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Switch {
    /// By links to the same address in another language.
    Links,
    /// By sending a form of this page there, so that nothing typed or opened is lost.
    Resend {
        /// The form's id.
        form: &'static str,
        /// The value of `step` that shows the same page again.
        step: &'static str,
        /// The value of `step` when someone presses Enter in a field. Browsers then press the form's first button, which would be the
        /// one that changes the language, so a hidden one with this value stands before it.
        enter: &'static str,
    },
    /// Not at all: the page is an answer that a link would lose.
    Absent,
}

/// What the document says about itself.
pub(crate) struct Head {
    title: String,
    faults: usize,
    islands: bool,
    sealer: bool,
    follower: bool,
    passkey: bool,
    unsent: bool,
    switch: Switch,
    wide: bool,
}

impl Head {
    /// A page with this title.
    pub(crate) fn new(title: impl Into<String>) -> Self {
        Self {
            title: title.into(),
            faults: 0,
            islands: false,
            sealer: false,
            follower: false,
            passkey: false,
            unsent: false,
            switch: Switch::Links,
            wide: false,
        }
    }

    /// The number of faults on the page; the title begins with it.
    pub(crate) fn with_faults(mut self, faults: usize) -> Self {
        self.faults = faults;
        self
    }

    /// Loads the interactive parts.
    pub(crate) fn with_islands(mut self) -> Self {
        self.islands = true;
        self
    }

    /// Loads what seals in the browser, if `is_used` and if this build has it.
    pub(crate) fn with_sealer(mut self, is_used: bool) -> Self {
        self.sealer = is_used;
        self
    }

    /// Loads what opens a case in the browser, if `is_used` and if this build has it.
    pub(crate) fn with_follower(mut self, is_used: bool) -> Self {
        self.follower = is_used;
        self
    }

    /// Loads what asks the browser for a passkey.
    pub(crate) fn with_passkey(mut self) -> Self {
        self.passkey = true;
        self
    }

    /// Loads what asks before something written is lost.
    pub(crate) fn with_unsent(mut self) -> Self {
        self.unsent = true;
        self
    }

    /// How language and size are changed here.
    pub(crate) fn with_switch(mut self, switch: Switch) -> Self {
        self.switch = switch;
        self
    }

    /// Lets the page use the whole width, for tables and cases side by side.
    pub(crate) fn wide(mut self) -> Self {
        self.wide = true;
        self
    }

    fn full_title(&self, locale: Locale) -> String {
        let texts = shared::texts(locale);
        let page = if self.title == texts.brand { self.title.clone() } else { format!("{} · {}", self.title, texts.brand) };
        if self.faults == 0 { page } else { format!("{} · {page}", (texts.error_title)(self.faults)) }
    }
}

/// A page for reporters and the public.
pub(crate) fn public_page(view: &View, head: Head, body: impl FnOnce() -> AnyView) -> Html {
    let texts = shared::texts(view.locale);
    document(view, &head, "public", || {
        view! {
            <a class="skip" href="#main">{texts.skip}</a>
            {default_button(head.switch)}
            <header class="site-head">
                <div class="site-head-row">
                    {brand(view)}
                    {quick_exit(texts)}
                </div>
                {public_navigation(view)}
                {view_controls(view, head.switch)}
            </header>
            <main id="main" tabindex="-1">{body()}</main>
            {footer(view)}
        }
        .into_any()
    })
}

/// A page for staff. `navigation` stands in the header; empty before sign-in.
pub(crate) fn staff_page(view: &View, head: Head, navigation: impl FnOnce() -> AnyView, body: impl FnOnce() -> AnyView) -> Html {
    let texts = shared::texts(view.locale);
    document(view, &head, "staff", || {
        view! {
            <a class="skip" href="#main">{texts.skip}</a>
            <header class="site-head">
                <div class="site-head-row">{brand(view)}</div>
                {navigation()}
                {view_controls(view, head.switch)}
            </header>
            <main id="main" tabindex="-1" class=if head.wide { "wide" } else { "narrow" }>{body()}</main>
        }
        .into_any()
    })
}

fn document(view: &View, head: &Head, audience: &'static str, body: impl FnOnce() -> AnyView) -> Html {
    let assets = view.assets.clone();
    render(|| {
        view! {
            <html lang=view.locale.tag() class=view.elder.then_some("elder")>
                <head>
                    <meta charset="utf-8" />
                    <meta name="viewport" content="width=device-width, initial-scale=1" />
                    <meta name="color-scheme" content="light dark" />
                    <meta name="format-detection" content="telephone=no" />
                    <title>{head.full_title(view.locale)}</title>
                    <link rel="stylesheet" href=assets.css.address() integrity=assets.css.integrity.clone() />
                    <link rel="icon" href="/favicon.svg" type="image/svg+xml" />
                    {(audience == "public").then(|| script(&assets.quick_exit))}
                    {head.sealer.then(|| module(&assets.sealer))}
                    {head.follower.then(|| module(&assets.follower))}
                    {head.islands.then(|| module(&assets.islands))}
                    {head.passkey.then(|| script(&assets.passkey))}
                    {head.unsent.then(|| script(&assets.unsent))}
                </head>
                <body class=audience>{body()}</body>
            </html>
        }
    })
}

fn script(asset: &Asset) -> AnyView {
    view! { <script type="module" src=asset.address() integrity=asset.integrity.clone()></script> }.into_any()
}

/// Nothing in a build without it. The link lets the browser fetch early what the loader imports, which it does with the same hash.
fn module(module: &Module) -> Option<AnyView> {
    let Module { loader, glue } = module;
    (!loader.file.is_empty())
        .then(|| view! { <link rel="modulepreload" href=glue.address() integrity=glue.integrity.clone() /> {script(loader)} }.into_any())
}

fn brand(view: &View) -> AnyView {
    let texts = shared::texts(view.locale);
    view! {
        <a class="brand" href=view.href("/")>
            {icons::breeze()}
            <span class="brand-name">{texts.brand}</span>
            <span class="brand-line">{texts.brand_line}</span>
        </a>
    }
    .into_any()
}

fn quick_exit(texts: &'static shared::Texts) -> AnyView {
    view! {
        <a id="quick-exit" class="quick-exit" href=QUICK_EXIT rel="noreferrer nofollow" title=texts.quick_exit_hint>
            {texts.quick_exit}
        </a>
    }
    .into_any()
}

fn public_navigation(view: &View) -> AnyView {
    let texts = shared::texts(view.locale);
    let entries = [("/report", texts.nav_report), ("/status", texts.nav_status), ("/about/protection", texts.nav_protection)];
    let items = entries.map(|(path, name)| nav_item(view, path, name));
    view! { <nav class="site-nav" aria-label=texts.nav_label><ul>{items.into_iter().collect_view()}</ul></nav> }.into_any()
}

/// One entry of a navigation list; the page one is on is marked.
pub(crate) fn nav_item(view: &View, path: &str, name: &'static str) -> AnyView {
    let current = (view.path == path).then_some("page");
    view! { <li><a href=view.href(path) aria-current=current>{name}</a></li> }.into_any()
}

fn view_controls(view: &View, switch: Switch) -> AnyView {
    if switch == Switch::Absent {
        return ().into_any();
    }
    let texts = shared::texts(view.locale);
    let languages = Locale::ALL.map(|locale| {
        let name = locale_name(locale);
        if locale == view.locale {
            view! { <li><span lang=locale.tag() aria-current="true">{name}</span></li> }.into_any()
        } else {
            view! { <li>{control(switch, view.in_locale(locale), Some(locale.tag()), name)}</li> }.into_any()
        }
    });
    let size = if view.elder { texts.elder_off } else { texts.elder_on };
    view! {
        <nav class="view-controls" aria-label=texts.view_label>
            <ul>
                {languages.into_iter().collect_view()}
                <li class="size-control">{control(switch, view.in_elder(!view.elder), None, size)}</li>
            </ul>
        </nav>
    }
    .into_any()
}

fn control(switch: Switch, address: String, lang: Option<&'static str>, name: &'static str) -> AnyView {
    match switch {
        Switch::Resend { form, step, .. } => view! {
            <button type="submit" class="as-link" form=form formaction=address name="step" value=step lang=lang>{name}</button>
        }
        .into_any(),
        Switch::Links | Switch::Absent => view! { <a href=address lang=lang hreflang=lang>{name}</a> }.into_any(),
    }
}

fn default_button(switch: Switch) -> AnyView {
    let Switch::Resend { form, enter, .. } = switch else {
        return ().into_any();
    };
    view! { <button type="submit" class="visually-hidden" form=form name="step" value=enter tabindex="-1" aria-hidden="true"></button> }
        .into_any()
}

fn locale_name(locale: Locale) -> &'static str {
    match locale {
        Locale::ZhHans => "简体",
        Locale::ZhHant => "繁體",
        Locale::En => "English",
    }
}

fn footer(view: &View) -> AnyView {
    let texts = shared::texts(view.locale);
    let entries = [
        ("/channels", texts.nav_channels),
        ("/statistics", texts.nav_statistics),
        ("/verify", texts.nav_verify),
        ("/transparency", texts.nav_transparency),
        ("/staff/login", texts.staff_entrance),
    ];
    let items = entries.map(|(path, name)| nav_item(view, path, name));
    view! {
        <footer class="site-foot">
            <ul>{items.into_iter().collect_view()}</ul>
            <p>{texts.footer_note}</p>
        </footer>
    }
    .into_any()
}
