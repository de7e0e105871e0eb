use proptest::prelude::*;
use simple_dns::rdata::{MX, SRV};
use simple_dns::{CLASS, Name, Packet, PacketFlag, QCLASS, QTYPE, RCODE, ResourceRecord};

use super::*;

#[test]
fn host_names_are_those_of_hosts() {
    for (text, expected) in [
        ("Mail.Example.ORG.", Some("mail.example.org")),
        ("localhost", Some("localhost")),
        ("_x.example.org", Some("_x.example.org")),
        ("", None),
        (".", None),
        ("a..b", None),
        ("-a.test", None),
        ("a b.test", None),
        ("a/b.test", None),
        ("\u{1b}[2J.test", None),
        (&"a".repeat(64), None),
        (&"a.".repeat(130), None),
    ] {
        assert_eq!(host_name(text).as_deref(), expected, "{text:?}");
    }
}

fn server(host: &str, port: u16, security: Security, source: Source) -> SubmissionServer {
    SubmissionServer { host: host.to_owned(), port, security, local_part_logs_in: false, source }
}

fn outgoing(inner: &str) -> String {
    format!(
        "<clientConfig version=\"1.1\"><emailProvider id=\"uni.test\"><incomingServer type=\"imap\"/>\
         <outgoingServer type=\"smtp\">{inner}</outgoingServer></emailProvider></clientConfig>"
    )
}

#[test]
fn files_name_servers_that_encrypt() {
    let tls = server("mail.uni.test", 465, Security::Tls, Source::Autoconfig);
    for (inner, expected) in [
        ("<hostname>Mail.uni.test</hostname><port>465</port><socketType>SSL</socketType>", Some(tls.clone())),
        (
            "<hostname> mail.uni.test </hostname><port>587</port><socketType>STARTTLS</socketType>\
             <username>%EMAILLOCALPART%</username>",
            Some(SubmissionServer {
                port: 587,
                security: Security::StartTls,
                local_part_logs_in: true,
                ..tls.clone()
            }),
        ),
        ("<hostname>mail.uni.test</hostname><port>25</port><socketType>plain</socketType>", None),
        ("<hostname>mail uni</hostname><port>465</port><socketType>SSL</socketType>", None),
        ("<hostname>mail.uni.test</hostname><port>0</port><socketType>SSL</socketType>", None),
        ("<hostname>mail.uni.test</hostname><port>99999</port><socketType>SSL</socketType>", None),
        ("<hostname/><port>465</port><socketType>SSL</socketType>", None),
        ("", None),
    ] {
        let found = autoconfig::servers(outgoing(inner).as_bytes()).expect("readable");
        assert_eq!(found, Vec::from_iter(expected), "{inner}");
    }
}

#[test]
fn files_that_are_none_are_told_from_those_that_name_no_server() {
    let bomb = "<!DOCTYPE x [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;\">]><x>&b;</x>";
    let deep = format!("{}{}", "<a>".repeat(20_000), "</a>".repeat(20_000));
    let wide = format!("<clientConfig>{}</clientConfig>", "<a/>".repeat(16_000));
    for octets in [
        b"".as_slice(),
        b"\xff\xfe",
        b"<clientConfig>",
        b"<html/>",
        b"not XML \x1b[2J",
        bomb.as_bytes(),
        deep.as_bytes(),
        wide.as_bytes(),
    ] {
        let words = autoconfig::servers(octets).expect_err("unfit");
        assert!(words.starts_with("it ") && words.len() < 200 && !words.contains('\u{1b}'), "{words:?}");
    }
}

/// A question for the services of `uni.test`, and an answer with these records.
fn question_and_answer(records: Vec<RData<'static>>, rcode: RCODE) -> (Vec<u8>, Vec<u8>) {
    let name = Name::new_unchecked("_submissions._tcp.uni.test");
    let mut question = Packet::new_query(7);
    question.questions.push(simple_dns::Question::new(
        name.clone(),
        QTYPE::TYPE(TYPE::SRV),
        QCLASS::CLASS(CLASS::IN),
        false,
    ));
    let mut answer = question.clone().into_reply();
    answer.set_flags(PacketFlag::RESPONSE);
    *answer.rcode_mut() = rcode;
    answer.answers =
        records.into_iter().map(|it| ResourceRecord::new(name.clone(), CLASS::IN, 60, it)).collect();
    let octets = |packet: &Packet<'_>| packet.build_bytes_vec().expect("short names");
    (octets(&question), octets(&answer))
}

fn srv(priority: u16, weight: u16, port: u16, target: &'static str) -> RData<'static> {
    RData::SRV(SRV { priority, weight, port, target: Name::new_unchecked(target) })
}

#[test]
fn services_come_in_the_order_of_priority_and_weight() {
    let records = vec![
        srv(20, 0, 465, "last.uni.test"),
        srv(10, 1, 465, "light.uni.test"),
        srv(10, 9, 4650, "heavy.uni.test"),
        srv(0, 0, 0, "no-port.uni.test"),
        srv(0, 0, 465, "a b.uni.test"),
        srv(0, 0, 465, ""),
    ];
    let (question, answer) = question_and_answer(records, RCODE::NoError);
    let found = services(Question::Submissions, dns::read(&question, &answer).expect("an answer"));
    let named: Vec<_> = found.iter().map(|it| format!("{}:{}", it.host, it.port)).collect();
    assert_eq!(named, ["heavy.uni.test:4650", "light.uni.test:465", "last.uni.test:465"]);
    let mx = |preference, host| RData::MX(MX { preference, exchange: Name::new_unchecked(host) });
    let hosts = exchangers(vec![mx(20, "b.test"), mx(10, "A.test"), mx(0, "")]);
    assert_eq!(hosts, ["a.test", "b.test"]);
}

#[test]
fn answers_without_records_are_no_faults_and_refusals_are() {
    for (rcode, expected) in [
        (RCODE::NoError, Ok(Vec::new())),
        (RCODE::NameError, Ok(Vec::new())),
        (RCODE::ServerFailure, Err(DnsError::Refused)),
        (RCODE::Refused, Err(DnsError::Refused)),
    ] {
        let (question, answer) = question_and_answer(Vec::new(), rcode);
        assert_eq!(dns::read(&question, &answer), expected);
    }
    let (question, answer) = question_and_answer(vec![srv(0, 0, 465, "m.uni.test")], RCODE::NoError);
    assert_eq!(dns::read(&question, &question), Err(DnsError::Garbled), "a question is no answer");
    for length in 0..answer.len() {
        assert!(dns::read(&question, &answer[..length]).is_err(), "{length}");
    }
}

#[test]
fn servers_of_the_domain_come_first_then_those_of_name_servers() {
    let far = server("mail.host.test", 465, Security::Tls, Source::Autoconfig);
    let file = server("mail.uni.test", 465, Security::Tls, Source::Autoconfig);
    let answers = vec![
        Answer::File(1, Err("left aside".to_owned())),
        Answer::File(0, Ok(vec![far.clone(), file.clone()])),
        Answer::Dns(Question::Submission, Ok(vec![srv(0, 0, 587, "uni.test")])),
        Answer::Dns(Question::Submissions, Err(DnsError::Refused)),
        Answer::Dns(Question::Mx, Err(DnsError::Refused)),
    ];
    let found = gathered("uni.test", answers, Some(Duration::from_secs(3)));
    let own = server("uni.test", 587, Security::StartTls, Source::Srv);
    assert_eq!(found.servers, [own, file, far]);
    let notes = ["the name server cannot answer", "left aside", "not all answers came within 3 s"];
    assert_eq!(found.notes, notes);
    for (host, domain, expected) in [
        ("uni.test", "Uni.test", true),
        ("mail.uni.test", "uni.test", true),
        ("notuni.test", "uni.test", false),
        ("uni.test.evil.test", "uni.test", false),
        ("mail.xn--bcher-kva.test", "bücher.test", true),
        ("mail.uni.test", "", false),
    ] {
        let server = server(host, 1, Security::Tls, Source::Srv);
        assert_eq!(server.is_of(domain), expected, "{host} {domain}");
    }
}

proptest! {
    #[test]
    fn no_answer_is_too_strange(
        at in any::<prop::sample::Index>(),
        octets in prop::collection::vec(any::<u8>(), 0..12),
        cut in any::<prop::sample::Index>(),
    ) {
        let records = vec![srv(1, 2, 465, "mail.uni.test"), srv(1, 2, 465, "mail.host.test")];
        let (question, mut answer) = question_and_answer(records, RCODE::NoError);
        let at = at.index(answer.len());
        let end = answer.len().min(at + octets.len());
        answer.splice(at..end, octets);
        answer.truncate(cut.index(answer.len()) + 1);
        let _ = dns::read(&question, &answer).map(|records| services(Question::Submissions, records));
    }

    #[test]
    fn no_file_is_too_strange(octets in prop::collection::vec(any::<u8>(), 0..300), text in "[<>/a-z &;\"=%]{0,200}") {
        let _ = autoconfig::servers(&octets);
        let _ = autoconfig::servers(outgoing(&text).as_bytes());
    }
}
