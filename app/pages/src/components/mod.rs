//! Parts that pages are put together from. Each is a plain function; its class names are described in `style/components.css`.

pub mod attachment;
pub mod certificate;
pub(crate) mod clock;
pub(crate) mod facts;
pub(crate) mod fields;
pub(crate) mod icons;
pub(crate) mod notice;
pub(crate) mod readers;
pub(crate) mod slip;
pub(crate) mod steps;

pub(crate) use clock::clock;
pub(crate) use facts::{Fact, facts};
pub(crate) use fields::{
    Choice, ChoiceGroup, Input, InputKind, OptionGroup, Select, choices, error_summary, hidden, input, select, text_box,
};
pub(crate) use notice::{Tone, notice};
pub(crate) use readers::readers;
pub(crate) use steps::{StepState, steps};
