// src/suggest.rs - "Did you mean": the known name that is nearest to one that is not known

/// The candidate that a person most likely meant by `given`, if one is near enough to be worth naming.
///
/// Near is a Damerau-Levenshtein distance of at most a third of the longer name, so that a transposed or a missing
/// letter is found and an unrelated short word is not.
pub fn suggest<'a>(given: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let given = given.to_lowercase();
    candidates
        .into_iter()
        .map(|candidate| (strsim::damerau_levenshtein(&given, &candidate.to_lowercase()), candidate))
        .filter(|(distance, candidate)| *distance <= (candidate.len().max(given.len()) / 3).max(1))
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

/// The beginning of a help that goes on with what there is: ``did you mean `title`? ``, or nothing.
pub fn did_you_mean<'a>(given: &str, candidates: impl IntoIterator<Item = &'a str>) -> String {
    suggest(given, candidates).map(|near| format!("did you mean `{near}`? ")).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::suggest;

    #[test]
    fn names_the_near_and_not_the_far() {
        let known = ["string", "text", "datetime", "layer-dependency"];
        for (given, expected) in [
            ("strng", Some("string")),
            ("txet", Some("text")),
            ("date-time", Some("datetime")),
            ("layer-dependancy", Some("layer-dependency")),
            ("blob", None),
            ("", None),
        ] {
            assert_eq!(suggest(given, known), expected, "{given}");
        }
    }
}
