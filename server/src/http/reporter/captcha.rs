//! The question of a form as a picture and as a sound.

use axum::{
    extract::{Path, State},
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
};
use pages::Locale;

use crate::{
    app::App,
    http::{
        captcha::{Question, Voice, picture, sound},
        incident::Incident,
        refusal::Refusal,
        visit::Visit,
    },
};

/// What a form's link asks for.
#[derive(Clone, Copy)]
enum Form {
    Picture,
    Sound(Voice),
}

impl Form {
    /// `<token>.png`, `<token>.wav`, or `<token>.<voice>.wav`.
    fn of(file: &str, locale: Locale) -> Option<(&str, Self)> {
        let (token, ending) = file.split_once('.')?;
        match ending.strip_suffix("wav") {
            Some(voice) => Some((token, Self::Sound(Voice::asked_for(voice.trim_end_matches('.'), locale)))),
            None => (ending == "png").then_some((token, Self::Picture)),
        }
    }

    const fn content_type(self) -> &'static str {
        match self {
            Self::Picture => "image/png",
            Self::Sound(_) => "audio/wav",
        }
    }
}

/// `GET /captcha/{file}`. A token that is none, or too old, is not found.
pub async fn file(State(app): State<App>, visit: Visit, Path(file): Path<String>) -> Result<Response, Refusal> {
    let (token, form) = Form::of(&file, visit.view.locale).ok_or(Refusal::NotFound)?;
    let question = Question::open(token, &app.keys().captcha, app.now()).ok_or(Refusal::NotFound)?;
    let drawn = tokio::task::spawn_blocking(move || match form {
        Form::Picture => picture(&question),
        Form::Sound(voice) => sound(&question, voice),
    });
    match drawn.await {
        Ok(Some(content)) => Ok(([(header::CONTENT_TYPE, HeaderValue::from_static(form.content_type()))], content).into_response()),
        Ok(None) | Err(_) => Err(Refusal::Unforeseen(Incident::report(&"a captcha could not be made"))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ending_says_what_is_asked_for() {
        assert!(matches!(Form::of("abc.png", Locale::En), Some(("abc", Form::Picture))));
        assert!(matches!(Form::of("abc.wav", Locale::En), Some(("abc", Form::Sound(Voice::English)))));
        assert!(matches!(Form::of("abc.yue.wav", Locale::En), Some(("abc", Form::Sound(Voice::Cantonese)))));
        assert!(matches!(Form::of("abc.wav", Locale::ZhHant), Some(("abc", Form::Sound(Voice::Mandarin)))));
        for file in ["abc", "abc.gif", ".", ""] {
            assert!(Form::of(file, Locale::En).is_none());
        }
    }
}
