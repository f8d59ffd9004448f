//! English.

use model::{Trace, Uncleaned};

use super::Texts;

pub(super) static TEXTS: Texts = Texts {
    heading: "Evidence",
    lead: "You can add photos, recordings, films and documents. Each file is sealed before it is stored, its name and size too. Once added it \
           is yours alone; the unit can open it after you press “Seal and send”.",
    choose: "Choose files",
    choose_hint: |largest, most| format!("Several at once if you like, each of {largest} at most, and {most} waiting to be sent at most."),
    traces_legend: "Traces in a file that can give you away",
    clean: "Take the traces out (recommended)",
    clean_note: "Removes the place a photo was taken, the device, the author's name, the history of changes and the like. Works for JPEG, PNG, \
                 WebP and HEIC pictures, PDF, Word, Excel, PowerPoint, and MP4 and MOV films.",
    keep: "Leave the files as they are",
    keep_note: "Only if the original itself is the evidence. The unit sees the traces in it, and they may tell who took or wrote it.",
    keep_reason: "Why they have to stay as they are",
    not_its_claim: "What is removed is what comes along with a file, not what it shows or says: faces, voices, door numbers, handwriting and \
                    watermarks stay. Look at it once more yourself.",
    upload: "Add the files",
    drop_here: "You can also drop files here",
    pause: "Pause",
    resume: "Go on",
    cleaning: "Taking the traces out",
    waiting: "Waiting",
    paused: "Paused",
    lost: "The connection is lost. It goes on once that is back, or press “Go on”",
    failed: "Not added",
    adding: "Files are still being added. Wait until they are, then press again",
    waiting_heading: "Added and not yet sent",
    waiting_note: |hours| format!("What is not sent within {hours} hours is deleted by itself."),
    remove: "Remove",
    added: "The files are sealed and added, and not yet sent. See what was taken out, then press “Seal and send”.",
    removed: "The file is removed.",
    goes_along: |count| {
        let files = if count == 1 { "The file above goes".to_owned() } else { format!("The {count} files above go") };
        format!("{files} with this message. To send files alone, you need not write anything.")
    },
    files: "Files",
    trace: |trace| match trace {
        Trace::Location => "the place it was taken (GPS)",
        Trace::Device => "the device",
        Trace::Author => "the author's name",
        Trace::Organisation => "an organisation's name",
        Trace::Time => "times",
        Trace::Software => "the program used",
        Trace::Thumbnail => "a small preview",
        Trace::Comment => "comments and titles",
        Trace::History => "the history of changes",
        Trace::EmbeddedVideo => "a film within the photo",
        Trace::TrailingData => "data behind the end of the file",
        Trace::LocalPath => "a path or printer of the computer",
        Trace::Script => "a script or an outside link",
        Trace::Other => "other things that came along",
    },
    comma: ", ",
    cleaned: "Removed: {}",
    nothing_found: "No traces found that could give you away",
    kept: "Left as it is, with this in it: {}",
    kept_nothing: "Left as it is",
    kept_because: "Reason: {}",
    uncleaned: |why| match why {
        Uncleaned::Kind => "Not cleaned: this kind of file cannot be, and whatever is in it is still there",
        Uncleaned::Size => "Not cleaned: the file is too large or too involved, and whatever is in it is still there",
        Uncleaned::Damaged => "Not cleaned: the file is damaged or not whole, and whatever is in it is still there",
        Uncleaned::Locked => "Not cleaned: the file has a password, and whatever is in it is still there",
    },
    forged: "What stands here about the file is not what you added: it was changed or exchanged. Remove it and add it again.",
    later: "Photos, recordings and documents are added under “Follow a case” after you have sent this: sealed first, then sent.",
    add_now: "Add evidence now",
    look: "Look at it",
    view_title: |number| format!("File {}", number + 1),
    back: "Back to the case",
    page_of: |page, of| format!("Page {page} of {of}"),
    first_pages: |shown, of| format!("Only the first {shown} of {of} pages are shown here. Download the file for the rest."),
    picture_of: |name| format!("What {name} shows"),
    drawn_note: "What you see was drawn anew by the server, pixel by pixel. The file itself is not opened in your browser. Of a moving \
                 picture the first frame is drawn.",
    not_shown: "Shown in a page are PDFs and JPEG, PNG, WebP, GIF and BMP pictures of up to 100 MB that are not damaged. Download others to \
                look at them, HEIC, AVIF and TIFF pictures too.",
    download: "Download the file as it is",
    download_warning: "Nothing has looked for viruses in it. Open it on a device without a network and without material of other cases. Outside \
                       the portal it is no longer sealed; the download is noted in the audit log.",
    fetch: "Download",
    fetch_note: "“Download” gives you back what you added, exactly as it was sealed. The file then stays on this device: delete it once you have seen it.",
    fetching: "Being fetched and opened",
    fetched: "Fetched: see your browser's downloads",
    own_missing: "A part of this file is gone, so you were given none of it. Tell the unit, and add it again.",
    own_altered: "This file was changed or exchanged: it is not what you sealed, so you were given none of it. Tell the unit, and add it again.",
    is_missing: "The file is not whole: a part of it is gone. Nothing of it is shown. Tell your administrator and your auditor.",
    is_altered: "The file was changed or exchanged: it is not what the reporter sealed. Nothing of it is shown. Tell your administrator and \
                 your auditor.",
    is_away: "The file cannot be fetched now. Try again later.",
    kind_is: |kind| format!("Kind, told by its content: {kind}"),
};
