//! Reads the example parts of a call.

use super::Statement;
use super::draft::Draft;
use super::example::Example;
use super::reader::Reader;

impl Reader<'_> {
    /// Returns the examples of the request body and of the first successful response. Other examples become claims.
    pub(super) fn read_examples(&mut self, draft: &Draft<'_>) -> (Option<Example>, Option<Example>) {
        let mut lines = draft.example_request.iter().skip_while(|line| !line.text.contains("://"));
        let mut sent = String::new();
        let mut number = self.line;
        for line in lines.by_ref() {
            if sent.is_empty() {
                number = line.number;
            }
            // A broken path continues without a blank.
            if line.text.starts_with("HTTP/") {
                sent.push(' ');
            }
            sent.push_str(&line.text);
            if line.text.contains("HTTP/") {
                break;
            }
        }
        if !sent.is_empty() {
            self.add_claim("Example request", number, Statement::ExampleRequest { line: sent });
        }
        let rest: Vec<_> = lines.cloned().collect();
        let request = Example::read(&rest);
        let mut success = None;
        let statuses: Vec<usize> = draft
            .example_response
            .iter()
            .enumerate()
            .filter(|(_, line)| line.text.starts_with("HTTP/"))
            .map(|(index, _)| index)
            .collect();
        for (position, start) in statuses.iter().enumerate() {
            let end = statuses.get(position + 1).copied().unwrap_or(draft.example_response.len());
            let lines = draft.example_response.get(*start..end).unwrap_or_default();
            let status = lines.first().and_then(|line| line.text.split(' ').nth(1)).unwrap_or_default().to_owned();
            let Some(example) = Example::read(lines) else { continue };
            if status.starts_with('2') && success.is_none() {
                success = Some(example);
            } else {
                let line = lines.first().map_or(self.line, |line| line.number);
                self.add_claim("Example response", line, Statement::ExampleBody { status: Some(status), example });
            }
        }
        (request, success)
    }
}
