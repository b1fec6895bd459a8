// src/spec/part/tests.rs - Names of parts and the services that they stand on: what passes, what is refused and why

use super::{PartKind, PartRequest, PartSpec, admit, refuse_taken};
use crate::error::Error;
use crate::spec::{ResourceRequest, ResourceSpec, gate};
use rulebook_conventions::inflection::Inflector;

fn resource(name: &str) -> (ResourceRequest, ResourceSpec) {
    let request = ResourceRequest::from_arguments(name, None, &[]).with_options(&[], &[], name == "job");
    let admitted = gate::admit(std::slice::from_ref(&request), &[], &Inflector::default());
    let spec = admitted.unwrap().resources.remove(0);
    (request, spec)
}

fn asked(kind: PartKind, name: &str, services: &[&str], parts: &[PartSpec]) -> Result<(PartSpec, Vec<String>), Error> {
    let services: Vec<String> = services.iter().map(|service| (*service).to_owned()).collect();
    let resources = [resource("workspace").1, resource("job").1];
    admit(&PartRequest::from_arguments(kind, name, &services), &resources, parts, &Inflector::default())
}

#[test]
fn a_name_may_say_what_it_is_and_may_be_a_plural() {
    for (kind, given, expected) in [
        (PartKind::Service, "billing", "billing"),
        (PartKind::Service, "BillingService", "billing"),
        (PartKind::Engine, "digest-engine", "digest"),
        (PartKind::Engine, "job", "job"),
        (PartKind::Integration, "payments", "payment"),
        (PartKind::Integration, "workspace", "workspace"),
    ] {
        assert_eq!(asked(kind, given, &[], &[]).unwrap().0.names.snake, expected);
    }
    let (_, notes) = asked(PartKind::Integration, "payments", &[], &[]).unwrap();
    assert_eq!(notes, ["`payments` is a plural: the integration is `payment`"]);
}

#[test]
fn names_that_are_wrong_or_taken_are_refused_with_a_way_on() {
    let billing = asked(PartKind::Service, "billing", &[], &[]).unwrap().0;
    let digest = asked(PartKind::Engine, "digest", &[], &[]).unwrap().0;
    let payment = asked(PartKind::Integration, "payment", &[], &[]).unwrap().0;
    let parts = [billing, digest, payment];
    for (kind, name, reason) in [
        (PartKind::Service, "health", "every project has for itself"),
        (PartKind::Service, "auth", "every project has for itself"),
        (PartKind::Service, "user", "what every project has for its users"),
        (PartKind::Engine, "match", "keyword of Rust, so no engine can be called so"),
        (PartKind::Engine, "a b", "has the character ` ` (a space)"),
        (PartKind::Integration, "../x", "has the character `.`"),
        (PartKind::Service, "job", "src/services/job_service.rs with the resource `job`"),
        (PartKind::Service, "server", "the state's field `server` with what every project has"),
        (PartKind::Service, "digest_engine", "tests/digest_engine with the engine `digest`"),
        (PartKind::Service, "payment_client", "tests/payment_client with the integration `payment`"),
        (PartKind::Integration, "security", "src/core/security with what every project has"),
        (PartKind::Integration, "log", "the setting `log`"),
        (PartKind::Engine, "a_name_of_more_than_thirty_two_letters", "has more than 32 characters"),
    ] {
        let error = asked(kind, name, &[], &parts).unwrap_err();
        assert_eq!(error.exit_code(), 2);
        assert!(error.to_string().contains(reason), "{name}: {error}");
        assert!(!error.help().is_empty(), "{name}");
    }
    assert!(asked(PartKind::Service, "billing", &[], &parts).is_ok(), "itself is nobody else");
    for (name, taken) in [("billing", true), ("digest_engine", true), ("payment", false), ("digest", false)] {
        let (request, spec) = resource(name);
        assert_eq!(refuse_taken(&[request], &[spec], &parts).is_err(), taken, "{name}");
    }
}

#[test]
fn an_engine_stands_on_services_that_are_there() {
    let billing = asked(PartKind::Service, "billing", &[], &[]).unwrap().0;
    let known = ["Jobs", "job_service", "user", "billing", "workspaces"];
    let (engine, _) = asked(PartKind::Engine, "digest", &known, std::slice::from_ref(&billing)).unwrap();
    assert_eq!(engine.services, ["job", "billing", "workspace"]);
    let error = asked(PartKind::Engine, "digest", &["jbo", "nothing", "job"], &[billing]).unwrap_err();
    let said: Vec<_> =
        error.problems().iter().map(|problem| (problem.reason.as_str(), problem.help.as_str())).collect();
    assert_eq!(
        said,
        [
            ("there is no service `jbo`", "did you mean `job`?"),
            ("there is no service `nothing`", "there are workspace, job, billing, user")
        ]
    );
}
