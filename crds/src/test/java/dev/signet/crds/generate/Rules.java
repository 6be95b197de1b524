package dev.signet.crds.generate;

import dev.signet.crds.schema.RulesOf;
import dev.signet.crds.schema.Span;
import dev.signet.crds.schema.Times;
import io.fabric8.kubernetes.api.model.apiextensions.v1.ValidationRule;
import io.fabric8.kubernetes.api.model.apiextensions.v1.ValidationRuleBuilder;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Makes {@code x-kubernetes-validations}: from annotations, from spans and times, and from what is fixed. */
final class Rules {

    private Rules() {}

    /** The rules that stand on a type, and on those that it names. */
    static List<ValidationRule> of(Class<?> type) {
        RulesOf others = type.getAnnotation(RulesOf.class);
        Stream<Class<?>> all =
                Stream.concat(others == null ? Stream.empty() : Arrays.stream(others.value()), Stream.of(type));
        return all.flatMap(Rules::annotated).collect(Collectors.toCollection(ArrayList::new));
    }

    static List<ValidationRule> of(RecordComponent component) {
        return annotated(component.getAccessor()).collect(Collectors.toCollection(ArrayList::new));
    }

    static ValidationRule of(Span span) {
        String bounds = "(self, '%s', '%s')".formatted(span.least(), span.most());
        return rule((span.zero() ? "self == '0' || " : "") + "$isSpan" + bounds)
                .withMessageExpression(expand("$spanMessage" + bounds + (span.zero() ? " + '; 0 for no limit'" : "")))
                .build();
    }

    /** A moment that users write. */
    static ValidationRule ofTime() {
        return rule(Times.MOMENT).withMessageExpression(Times.MOMENT_MESSAGE).build();
    }

    /** For a field that is always there: nobody can remove it and set it again. */
    static ValidationRule fixed(String kind) {
        return fixed("self == oldSelf", kind).build();
    }

    /** For a field that may be absent: stands on the object around it, where setting and removing it shows. */
    static ValidationRule fixedOptional(String name, String kind) {
        return fixed(
                        "has(self.%1$s) ? has(oldSelf.%1$s) && self.%1$s == oldSelf.%1$s : !has(oldSelf.%1$s)"
                                .formatted(name),
                        kind)
                .withFieldPath("." + name)
                .build();
    }

    private static ValidationRuleBuilder fixed(String expression, String kind) {
        return rule(expression)
                .withReason("FieldValueForbidden")
                .withMessage("is fixed after creation: make another %s, or delete this one and create it again"
                        .formatted(kind));
    }

    private static Stream<ValidationRule> annotated(AnnotatedElement element) {
        return Arrays.stream(element.getAnnotationsByType(io.fabric8.generator.annotation.ValidationRule.class))
                .map(annotation -> rule(annotation.value())
                        .withMessage(orNull(annotation.message()))
                        .withMessageExpression(orNull(expand(annotation.messageExpression())))
                        .withFieldPath(orNull(annotation.fieldPath()))
                        .withReason(orNull(annotation.reason()))
                        .build());
    }

    private static ValidationRuleBuilder rule(String expression) {
        return new ValidationRuleBuilder().withRule(expand(expression));
    }

    @SuppressWarnings("NullAway") // fabric8's builders take null for "not set"
    private static String orNull(String text) {
        return text.isEmpty() ? null : text;
    }

    /** Words that stand for what several rules need. */
    private static String expand(String expression) {
        return Spans.expand(expression)
                .replace("$format", "(has(self.format) ? self.format : self.use == 'Enrollment' ? 'Opaque' : 'JWT')")
                .replace("$refreshes", "(has(self.refresh) && self.refresh.enabled)");
    }
}
