package dev.signet.crds.authority;

import io.fabric8.generator.annotation.ValidationRule;

/** Rules on where an authority comes from, and on what only an authority of our own making can have. */
@ValidationRule(
        value = "[has(self.selfSigned), has(self.imported), has(self.intermediate)].filter(source, source).size() == 1",
        messageExpression =
                "(has(self.selfSigned) || has(self.imported) || has(self.intermediate) ? 'an authority has one source: keep one of ' : 'an authority has a source: write one of ')"
                        + " + 'selfSigned: {}, imported: {secretName: …} and intermediate: {authorityRef: {name: …}}'")
@ValidationRule(
        value = "!has(self.imported) || !has(self.subject)",
        fieldPath = ".subject",
        reason = "FieldValueForbidden",
        message = "an imported authority brings its own key and certificate: remove subject")
@ValidationRule(
        value = "!has(self.imported) || !has(self.key)",
        fieldPath = ".key",
        reason = "FieldValueForbidden",
        message = "an imported authority brings its own key and certificate: remove key")
@ValidationRule(
        value = "!has(self.imported) || !has(self.duration)",
        fieldPath = ".duration",
        reason = "FieldValueForbidden",
        message = "an imported authority brings its own key and certificate: remove duration")
@ValidationRule(
        value = "!has(self.imported) || !has(self.nameConstraints)",
        fieldPath = ".nameConstraints",
        reason = "FieldValueForbidden",
        message = "an imported authority brings its own key and certificate: remove nameConstraints")
final class SourceRules {
    private SourceRules() {}
}
