//! Flags of the commands that add, change and remove. None has `Debug`: remarks, doctors and numbers are personal.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueHint};
use personeel::{AttachmentId, CommunicationNumberId, Date, InterruptionId, SchoolYear, Structure};

use super::reads::PhotosSave;
use super::values::{NumberKind, NumberType, scalar};
use crate::days;
use crate::naming;

#[derive(Subcommand)]
pub(crate) enum Interruptions {
    /// Add or change an interruption
    ///
    /// Without --id, a new id is generated. The id is printed either way: it is needed to change or remove the
    /// interruption later.
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
    /// Employee, by `personId` or stamnummer
    #[arg(value_name = "PERSON", value_parser = naming::parse_exact_person)]
    pub(crate) person: String,

    /// Interruption to change (its `doId`), or an id of your choice for a new one
    #[arg(long, value_name = "ID", value_parser = scalar::<InterruptionId>)]
    pub(crate) id: Option<InterruptionId>,

    /// File with the body as JSON, in camelCase or PascalCase, or - for standard input; `instelnr` defaults to the
    /// institute of the call
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, conflicts_with_all = [
        "school_year", "structure", "code", "from", "until", "sender", "remark", "doctor", "doctor_phone", "verified",
        "may_leave_home", "unpaid",
    ])]
    pub(crate) body: Option<PathBuf>,

    /// Show what would be sent, without sending it
    #[arg(long)]
    pub(crate) dry_run: bool,

    /// School year of the interruption, such as 2026-27 (schooljaar) [default: that of the first day]
    #[arg(long, value_name = "YEAR", value_parser = days::parse_school_year)]
    pub(crate) school_year: Option<SchoolYear>,

    /// Main structure, three characters such as 311 (hfd)
    #[arg(long, value_name = "CODE", value_parser = scalar::<Structure>, required_unless_present = "body")]
    pub(crate) structure: Option<Structure>,

    /// Code of the interruption; 1 is sick leave [default: 1]
    #[arg(long, value_name = "CODE")]
    pub(crate) code: Option<String>,

    /// First day, such as 2026-11-02 (begindatum)
    #[arg(long, value_name = "DATE", value_parser = days::parse_date, required_unless_present = "body")]
    pub(crate) from: Option<Date>,

    /// Last day, such as 2026-11-06 (einddatum)
    #[arg(long, value_name = "DATE", value_parser = days::parse_date, required_unless_present = "body")]
    pub(crate) until: Option<Date>,

    /// Sender: an application or a person, at most 50 characters (afzender)
    #[arg(long, value_name = "NAME", required_unless_present = "body")]
    pub(crate) sender: Option<String>,

    /// Remark by the employee, at most 500 characters (opmerking)
    #[arg(long, value_name = "TEXT")]
    pub(crate) remark: Option<String>,

    /// Name of the doctor, at most 75 characters (naamGeneesheer)
    #[arg(long, value_name = "NAME")]
    pub(crate) doctor: Option<String>,

    /// Telephone number of the doctor, at most 20 characters (telefoonGeneesheer)
    #[arg(long, value_name = "NUMBER")]
    pub(crate) doctor_phone: Option<String>,

    /// Whether the secretariat has verified it (geverifieerd)
    #[arg(long, value_name = "BOOL", num_args = 0..=1, default_missing_value = "true")]
    pub(crate) verified: Option<bool>,

    /// Whether the employee may leave the house (magWoonstVerlaten)
    #[arg(long, value_name = "BOOL", num_args = 0..=1, default_missing_value = "true")]
    pub(crate) may_leave_home: Option<bool>,

    /// Whether the sick leave is unpaid (ziekteverlofZonderBezoldiging)
    #[arg(long, value_name = "BOOL", num_args = 0..=1, default_missing_value = "true")]
    pub(crate) unpaid: Option<bool>,
}

#[derive(Args)]
pub(crate) struct InterruptionsDelete {
    /// Id of the interruption (`doId`)
    #[arg(value_name = "ID", value_parser = scalar::<InterruptionId>)]
    pub(crate) id: InterruptionId,
}

#[derive(Subcommand)]
pub(crate) enum Photos {
    /// Save the photos of the employees of a school year as files
    ///
    /// Writes one file per person, named after the `personId` or by a template, with the extension of the actual image
    /// format; with several institutes, each has its own folder. If several people would share a name, the `personId`
    /// is appended. Photos are saved as they arrive. A file is written only if its bytes changed, and completely or not
    /// at all, so an interrupted run can simply be repeated. Nothing is ever removed except the same person's photo in
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
    /// Add or change a file attached to an interruption
    ///
    /// Without --id, a new id is generated and printed. At most 10 MB; bmp, jpg, jpeg, png, gif, svg, doc, docx, xls,
    /// xlsx, txt, zip or pdf.
    #[command(after_help = "\
Example:
  personeel attachments put \\
    a8050737-6004-459a-bc35-6028e15bd0a3 certificate.pdf")]
    Put(AttachmentsPut),

    /// Remove a file from an interruption
    #[command(after_help = "\
Example:
  personeel attachments delete \\
    a8050737-6004-459a-bc35-6028e15bd0a3 \\
    85c719d6-60eb-474a-a67d-059bba169249")]
    Delete(AttachmentsDelete),
}

#[derive(Args)]
pub(crate) struct AttachmentsPut {
    /// Id of the interruption (`doId`)
    #[arg(value_name = "INTERRUPTION", value_parser = scalar::<InterruptionId>)]
    pub(crate) interruption: InterruptionId,

    /// File to attach
    #[arg(value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) file: PathBuf,

    /// Attachment to change, or an id of your choice for a new one
    #[arg(long, value_name = "ID", value_parser = scalar::<AttachmentId>)]
    pub(crate) id: Option<AttachmentId>,

    /// Name to store it under, instead of the file's own
    #[arg(long, value_name = "NAME")]
    pub(crate) name: Option<String>,
}

#[derive(Args)]
pub(crate) struct AttachmentsDelete {
    /// Id of the interruption (`doId`)
    #[arg(value_name = "INTERRUPTION", value_parser = scalar::<InterruptionId>)]
    pub(crate) interruption: InterruptionId,

    /// Id of the attachment
    #[arg(value_name = "ID", value_parser = scalar::<AttachmentId>)]
    pub(crate) id: AttachmentId,
}

#[derive(Subcommand)]
pub(crate) enum CommunicationNumbers {
    /// Add or change a number of an employee
    ///
    /// The id is printed; the service generates one if none is given.
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
    /// Employee, by `personId` or stamnummer
    #[arg(value_name = "PERSON", value_parser = naming::parse_exact_person)]
    pub(crate) person: String,

    /// Kind of number
    #[arg(long, value_enum)]
    pub(crate) kind: NumberKind,

    /// Type of number
    #[arg(long = "type", value_enum, value_name = "TYPE")]
    pub(crate) type_: NumberType,

    /// Number, in the usual Belgian or international form
    #[arg(long, value_name = "N", allow_hyphen_values = true)]
    pub(crate) number: String,

    /// Id of the number to change
    #[arg(long, value_name = "ID", value_parser = scalar::<CommunicationNumberId>)]
    pub(crate) id: Option<CommunicationNumberId>,
}

#[derive(Args)]
pub(crate) struct CommunicationNumbersDelete {
    /// Employee, by `personId` or stamnummer
    #[arg(value_name = "PERSON", value_parser = naming::parse_exact_person)]
    pub(crate) person: String,

    /// Id of the number
    #[arg(value_name = "ID", value_parser = scalar::<CommunicationNumberId>)]
    pub(crate) id: CommunicationNumberId,
}
