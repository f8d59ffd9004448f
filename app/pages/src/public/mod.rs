//! Pages for everyone: home, protection, other ways, figures, and what went wrong.

pub mod channels;
pub mod destroyed;
pub mod errors;
pub mod home;
pub mod poster;
pub mod protection;
pub mod statistics;
pub mod transparency;
pub mod verify;

pub use channels::{ChannelsPage, UnitChannels, channels_page};
pub use destroyed::destruction_page;
pub use errors::{Audience, ErrorPage, KeptForm, Problem, error_page};
pub use home::{HomePage, home_page};
pub use poster::{PosterPage, poster_page};
pub use protection::{ProtectionPage, protection_page};
pub use statistics::{StatisticsPage, statistics_page};
pub use transparency::{DayShown, DayStampShown, TransparencyPage, transparency_page};
pub use verify::{StampShown, VerifyOutcome, VerifyPage, verify_page};
