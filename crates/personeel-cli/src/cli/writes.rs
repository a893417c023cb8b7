//! Commands that add, change and remove. None has `Debug`: remarks, doctors and numbers are personal.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueHint};
use personeel::{AttachmentId, CommunicationNumberId, Date, InterruptionId, SchoolYear, Structure};

use super::reads::PhotosSave;
use super::values::{NumberKind, NumberType, scalar};
use crate::days;
use crate::people;

#[derive(Subcommand)]
pub(crate) enum Interruptions {
    /// Add an interruption, or change one
    ///
    /// Without --id a fresh id is made. The id is printed either way: it is what changes or removes the interruption
    /// later.
    #[command(after_help = "\
Examples:
  personeel interruptions put 20000000001 --structure 311 \\
    --from 02/11/2026 --until 06/11/2026 \\
    --sender 'Secretariaat'
  personeel interruptions put 20000000001 \\
    --body sick.json --dry-run")]
    Put(Box<InterruptionsPut>),

    /// Remove an interruption, and the attachments that belong to no other
    #[command(after_help = "\
Example:
  personeel interruptions delete \\
    a8050737-6004-459a-bc35-6028e15bd0a3")]
    Delete(InterruptionsDelete),
}

#[derive(Args)]
pub(crate) struct InterruptionsPut {
    /// The `personId` of the employee, or the stamnummer
    #[arg(value_name = "PERSON", value_parser = people::given_surely)]
    pub(crate) person: String,

    /// The interruption to change (its `doId`), or an id of your own for a new one
    #[arg(long, value_name = "ID", value_parser = scalar::<InterruptionId>)]
    pub(crate) id: Option<InterruptionId>,

    /// File with the body as JSON, in camelCase or PascalCase, or - for standard input; without `instelnr` the
    /// institute of the call counts
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, conflicts_with_all = [
        "school_year", "structure", "code", "from", "until", "sender", "remark", "doctor", "doctor_phone", "verified",
        "may_leave_home", "unpaid",
    ])]
    pub(crate) body: Option<PathBuf>,

    /// Show what would be sent, and send nothing
    #[arg(long)]
    pub(crate) dry_run: bool,

    /// School year in which it takes place, such as 2026-27 (schooljaar) [default: that of the first day]
    #[arg(long, value_name = "YEAR", value_parser = days::school_year)]
    pub(crate) school_year: Option<SchoolYear>,

    /// Main structure, three characters such as 311 (hfd)
    #[arg(long, value_name = "CODE", value_parser = scalar::<Structure>, required_unless_present = "body")]
    pub(crate) structure: Option<Structure>,

    /// Code of the interruption; 1 is sick leave [default: 1]
    #[arg(long, value_name = "CODE")]
    pub(crate) code: Option<String>,

    /// First day, such as 2026-11-02 (begindatum)
    #[arg(long, value_name = "DATE", value_parser = days::date, required_unless_present = "body")]
    pub(crate) from: Option<Date>,

    /// Last day, such as 2026-11-06 (einddatum)
    #[arg(long, value_name = "DATE", value_parser = days::date, required_unless_present = "body")]
    pub(crate) until: Option<Date>,

    /// Who sends this: an application or a person, at most 50 characters (afzender)
    #[arg(long, value_name = "NAME", required_unless_present = "body")]
    pub(crate) sender: Option<String>,

    /// Remark of the employee, at most 500 characters (opmerking)
    #[arg(long, value_name = "TEXT")]
    pub(crate) remark: Option<String>,

    /// Name of the doctor, at most 75 characters (naamGeneesheer)
    #[arg(long, value_name = "NAME")]
    pub(crate) doctor: Option<String>,

    /// Telephone number of the doctor, at most 20 characters (telefoonGeneesheer)
    #[arg(long, value_name = "NUMBER")]
    pub(crate) doctor_phone: Option<String>,

    /// The secretariat has verified it (geverifieerd)
    #[arg(long, value_name = "BOOL", num_args = 0..=1, default_missing_value = "true")]
    pub(crate) verified: Option<bool>,

    /// The employee may leave the house (magWoonstVerlaten)
    #[arg(long, value_name = "BOOL", num_args = 0..=1, default_missing_value = "true")]
    pub(crate) may_leave_home: Option<bool>,

    /// It is an unpaid sick leave (ziekteverlofZonderBezoldiging)
    #[arg(long, value_name = "BOOL", num_args = 0..=1, default_missing_value = "true")]
    pub(crate) unpaid: Option<bool>,
}

#[derive(Args)]
pub(crate) struct InterruptionsDelete {
    /// The interruption's id (`doId`)
    #[arg(value_name = "ID", value_parser = scalar::<InterruptionId>)]
    pub(crate) id: InterruptionId,
}

#[derive(Subcommand)]
pub(crate) enum Photos {
    /// Save the photos of the employees of a school year as files
    ///
    /// One file for each person, named after the `personId` or by a template, with the extension of what its bytes are;
    /// with several institutes in a folder for each. Where several people would have one name, the `personId` stands
    /// behind it. Photos are saved as they come. A file is written only where its bytes changed, and whole or not at all,
    /// so that a run that was broken off can simply be run again. Nothing is ever removed but the same person's photo of
    /// another format.
    #[command(after_help = "\
Examples:
  personeel photos save --out photos
  personeel photos save --out photos --name stamnr
  personeel photos save --out photos \\
    --name '{naam} {voornaam}'")]
    Save(PhotosSave),
}

#[derive(Subcommand)]
pub(crate) enum Attachments {
    /// Add a file to an interruption, or change one
    ///
    /// Without --id a fresh id is made and printed. At most 10 MB; bmp, jpg, jpeg, png, gif, svg, doc, docx, xls, xlsx,
    /// txt, zip or pdf.
    #[command(after_help = "\
Example:
  personeel attachments put \\
    a8050737-6004-459a-bc35-6028e15bd0a3 certificate.pdf")]
    Put(AttachmentsPut),

    /// Take a file off an interruption
    #[command(after_help = "\
Example:
  personeel attachments delete \\
    a8050737-6004-459a-bc35-6028e15bd0a3 \\
    85c719d6-60eb-474a-a67d-059bba169249")]
    Delete(AttachmentsDelete),
}

#[derive(Args)]
pub(crate) struct AttachmentsPut {
    /// The interruption's id (`doId`)
    #[arg(value_name = "INTERRUPTION", value_parser = scalar::<InterruptionId>)]
    pub(crate) interruption: InterruptionId,

    /// The file
    #[arg(value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) file: PathBuf,

    /// The attachment to change, or an id of your own for a new one
    #[arg(long, value_name = "ID", value_parser = scalar::<AttachmentId>)]
    pub(crate) id: Option<AttachmentId>,

    /// Name under which it is stored, in place of the file's own
    #[arg(long, value_name = "NAME")]
    pub(crate) name: Option<String>,
}

#[derive(Args)]
pub(crate) struct AttachmentsDelete {
    /// The interruption's id (`doId`)
    #[arg(value_name = "INTERRUPTION", value_parser = scalar::<InterruptionId>)]
    pub(crate) interruption: InterruptionId,

    /// The attachment's id
    #[arg(value_name = "ID", value_parser = scalar::<AttachmentId>)]
    pub(crate) id: AttachmentId,
}

#[derive(Subcommand)]
pub(crate) enum CommunicationNumbers {
    /// Add a number to an employee, or change one
    ///
    /// The id is printed: the service makes it where none is given.
    #[command(after_help = "\
Example:
  personeel communication-numbers put 20000000001 \\
    --kind mobile --type private --number '0470 12 34 56'")]
    Put(CommunicationNumbersPut),

    /// Remove a number of an employee
    #[command(after_help = "\
Example:
  personeel communication-numbers delete 20000000001 \\
    7c9e6679-7425-40de-944b-e07fc1f90ae7")]
    Delete(CommunicationNumbersDelete),
}

#[derive(Args)]
pub(crate) struct CommunicationNumbersPut {
    /// The `personId` of the employee, or the stamnummer
    #[arg(value_name = "PERSON", value_parser = people::given_surely)]
    pub(crate) person: String,

    /// Kind of number
    #[arg(long, value_enum)]
    pub(crate) kind: NumberKind,

    /// Type of number
    #[arg(long = "type", value_enum, value_name = "TYPE")]
    pub(crate) type_: NumberType,

    /// The number, in the usual Belgian or international form
    #[arg(long, value_name = "N", allow_hyphen_values = true)]
    pub(crate) number: String,

    /// The number to change
    #[arg(long, value_name = "ID", value_parser = scalar::<CommunicationNumberId>)]
    pub(crate) id: Option<CommunicationNumberId>,
}

#[derive(Args)]
pub(crate) struct CommunicationNumbersDelete {
    /// The `personId` of the employee, or the stamnummer
    #[arg(value_name = "PERSON", value_parser = people::given_surely)]
    pub(crate) person: String,

    /// The number's id
    #[arg(value_name = "ID", value_parser = scalar::<CommunicationNumberId>)]
    pub(crate) id: CommunicationNumberId,
}
