//! The question as a sound, for those who cannot see a picture.

use std::io::Cursor;

use hound::{SampleFormat, WavReader, WavSpec, WavWriter};
use pages::Locale;
use rand::{Rng, RngExt};
use rust_embed::RustEmbed;

use super::Question;

/// Digits spoken by `scripts/make-captcha-clips`: `<language>-<voice>-<digit>.wav`.
#[derive(RustEmbed)]
#[folder = "data/captcha"]
struct Clips;

const SPEC: WavSpec = WavSpec { channels: 1, sample_rate: RATE, bits_per_sample: 8, sample_format: SampleFormat::Int };
const RATE: u32 = 8_000;
const TIMBRES: [&str; 2] = ["low", "high"];
const LOUDEST: f32 = 110.0;

/// The language in which the digits are spoken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Voice {
    /// Mandarin.
    Mandarin,
    /// Cantonese.
    Cantonese,
    /// English.
    English,
}

impl Voice {
    /// The voice that a page's link asks for, or else the one of its language.
    pub fn asked_for(word: &str, locale: Locale) -> Self {
        match (word, locale) {
            ("yue", _) => Self::Cantonese,
            ("cmn", _) => Self::Mandarin,
            ("en", _) | (_, Locale::En) => Self::English,
            (_, Locale::ZhHans | Locale::ZhHant) => Self::Mandarin,
        }
    }

    const fn prefix(self) -> &'static str {
        match self {
            Self::Mandarin => "cmn",
            Self::Cantonese => "yue",
            Self::English => "en",
        }
    }

    /// The chance that belongs to this voice.
    const fn way(self) -> u8 {
        match self {
            Self::Mandarin => 1,
            Self::Cantonese => 2,
            Self::English => 3,
        }
    }
}

/// A WAV of the digits, each in another timbre, at another pitch and speed, after another pause, over a murmur of other digits spoken
/// backwards. None if a clip is missing. Takes some milliseconds of computing: not for an async thread.
pub fn sound(question: &Question, voice: Voice) -> Option<Vec<u8>> {
    let rng = &mut question.chance(voice.way());
    let mut track = silence(rng, 0.5..1.0);
    for digit in question.digits {
        track.extend(spoken(voice, digit, rng)?);
        track.extend(silence(rng, 0.45..0.9));
    }
    murmur(&mut track, voice, rng)?;
    for sample in &mut track {
        *sample += rng.random_range(-5.0..5.0);
    }
    to_wav(&track)
}

fn silence(rng: &mut impl Rng, seconds: std::ops::Range<f32>) -> Vec<f32> {
    let samples = rng.random_range(seconds) * RATE as f32;
    vec![0.0; samples as usize]
}

fn spoken(voice: Voice, digit: u8, rng: &mut impl Rng) -> Option<Vec<f32>> {
    let speed = rng.random_range(0.85..1.12);
    let volume = rng.random_range(0.7..0.95);
    let clip = clip(voice, digit, TIMBRES[rng.random_range(0..TIMBRES.len())])?;
    Some(at_speed(&clip, speed).into_iter().map(|sample| sample * volume).collect())
}

/// Lays quiet digits over the track that have nothing to do with the answer.
fn murmur(track: &mut [f32], voice: Voice, rng: &mut impl Rng) -> Option<()> {
    let mut place = 0;
    while place < track.len() {
        let other = spoken(voice, rng.random_range(1..10), rng)?;
        for (sample, under) in track[place..].iter_mut().zip(other.iter().rev()) {
            *sample += under * 0.12;
        }
        place += other.len() + rng.random_range(0..RATE as usize / 2);
    }
    Some(())
}

fn clip(voice: Voice, digit: u8, timbre: &str) -> Option<Vec<f32>> {
    let file = Clips::get(&format!("{}-{timbre}-{digit}.wav", voice.prefix()))?;
    let mut reader = WavReader::new(Cursor::new(file.data)).ok()?;
    reader.samples::<i32>().map(|sample| sample.ok().map(|sample| sample as f32)).collect()
}

/// Played faster or slower, and so higher or lower, by straight lines between the samples.
fn at_speed(clip: &[f32], speed: f32) -> Vec<f32> {
    let length = (clip.len() as f32 / speed) as usize;
    let sample = |place: usize| clip.get(place).copied().unwrap_or(0.0);
    (0..length)
        .map(|place| {
            let exact = place as f32 * speed;
            let (before, part) = (exact as usize, exact.fract());
            sample(before) * (1.0 - part) + sample(before + 1) * part
        })
        .collect()
}

fn to_wav(track: &[f32]) -> Option<Vec<u8>> {
    let mut file = Cursor::new(Vec::with_capacity(track.len() + 64));
    let mut writer = WavWriter::new(&mut file, SPEC).ok()?;
    for sample in track {
        writer.write_sample(sample.clamp(-LOUDEST, LOUDEST) as i8).ok()?;
    }
    writer.finalize().ok()?;
    Some(file.into_inner())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_digit_can_be_heard_in_every_language() {
        for voice in [Voice::Mandarin, Voice::Cantonese, Voice::English] {
            for digits in [[0, 1, 2, 3, 4, 5], [6, 7, 8, 9, 0, 0]] {
                let wav = sound(&Question { digits, seed: [7; 32], expires_at: 0 }, voice).unwrap();
                let reader = WavReader::new(Cursor::new(wav)).unwrap();
                let seconds = reader.duration() / RATE;
                assert!((4..=14).contains(&seconds), "{seconds} s");
            }
        }
    }
}
