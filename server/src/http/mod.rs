//! axum: every route, every layer, and a file a page.
