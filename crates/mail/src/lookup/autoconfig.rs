//! The file in which a domain tells mail programs its servers: `clientConfig`, as Thunderbird reads it.

use roxmltree::{Document, Node, ParsingOptions};

use super::{Source, SubmissionServer, host_name};
use crate::connection::Security;
use crate::text::Line;

/// The most nodes that such a file may have.
const NODES: u32 = 2000;

/// The most characters of the reader's words that are shown.
const LONGEST: usize = 80;

/// The servers for letters that a file names, in its order: those that encrypt, and can be read.
///
/// # Errors
/// What is wrong with the file, in words.
pub(super) fn servers(octets: &[u8]) -> Result<Vec<SubmissionServer>, String> {
    let text = std::str::from_utf8(octets).map_err(|_| "it is not UTF-8".to_owned())?;
    let options = ParsingOptions { allow_dtd: false, nodes_limit: NODES, ..ParsingOptions::default() };
    let document = Document::parse_with_options(text, options).map_err(|error| {
        let words: String = error.to_string().chars().take(LONGEST).collect();
        format!("it cannot be read: {}", Line::sanitize(&words))
    })?;
    let root = document.root_element();
    if !root.has_tag_name("clientConfig") {
        return Err("it is not a mail program's configuration".to_owned());
    }
    let providers = root.children().filter(|it| it.has_tag_name("emailProvider"));
    let outgoing = providers.flat_map(|it| it.children()).filter(|it| it.has_tag_name("outgoingServer"));
    Ok(outgoing.filter(|it| it.attribute("type") == Some("smtp")).filter_map(server).collect())
}

fn server(node: Node<'_, '_>) -> Option<SubmissionServer> {
    let text = |name: &str| {
        let child = node.children().find(|child| child.has_tag_name(name))?;
        child.text().map(str::trim).filter(|text| !text.is_empty())
    };
    let security = match text("socketType")? {
        "SSL" => Security::Tls,
        "STARTTLS" => Security::StartTls,
        _ => return None,
    };
    Some(SubmissionServer {
        host: host_name(&idna::domain_to_ascii(text("hostname")?).ok()?)?,
        port: text("port")?.parse().ok().filter(|port| *port > 0)?,
        security,
        local_part_logs_in: text("username") == Some("%EMAILLOCALPART%"),
        source: Source::Autoconfig,
    })
}
