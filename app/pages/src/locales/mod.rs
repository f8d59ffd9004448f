//! Every text that people read, a namespace a folder and a language a file.
//!
//! A namespace is a struct of texts with one constant of it for each language, so the compiler refuses a text that is missing or
//! unknown in any of them.
