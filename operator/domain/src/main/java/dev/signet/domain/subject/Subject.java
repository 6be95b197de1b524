package dev.signet.domain.subject;

import dev.signet.domain.result.Parsed;
import dev.signet.domain.result.Quoted;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whom a token speaks for, as its author names it. Nothing by that name needs to exist. Only {@link #parse} makes one,
 * so that the type proves its names.
 */
public final class Subject {

    private static final int MOST_GROUPS = 64;

    private final SubjectKind kind;
    private final String name;
    private final List<GroupName> groups;
    private final boolean global;

    private Subject(SubjectKind kind, String name, List<GroupName> groups, boolean global) {
        this.kind = kind;
        this.name = name;
        this.groups = groups;
        this.global = global;
    }

    /**
     * Checks {@code spec.subject}. The order of the groups means nothing; they are sorted, and doubles dropped.
     *
     * @param kind as {@link SubjectKind#text} has it
     * @param name 1 to 253 characters, no colons, no control characters, no space around it
     * @param groups at most 64
     * @param global whether it stands bare in claims, for the whole cluster and its peers
     */
    public static Parsed<Subject> parse(String kind, String name, List<String> groups, boolean global) {
        Optional<String> fault = nameFault(name);
        if (fault.isPresent()) {
            return Parsed.invalid("name", fault.get());
        }
        if (groups.size() > MOST_GROUPS) {
            return Parsed.invalid("groups", "%d groups; name at most 64".formatted(groups.size()));
        }
        Parsed<List<GroupName>> names = Parsed.each(groups, GroupName::parse).in("groups");
        return SubjectKind.parse(kind)
                .in("kind")
                .flatMap(known -> names.map(checked -> new Subject(
                        known, name, checked.stream().sorted().distinct().toList(), global)));
    }

    private static Optional<String> nameFault(String name) {
        return NameRules.fault(name)
                .or(() -> name.equals(name.strip())
                        ? Optional.empty()
                        : Optional.of("%s begins or ends with a space; write %s"
                                .formatted(Quoted.of(name), Quoted.of(name.strip()))));
    }

    public SubjectKind kind() {
        return kind;
    }

    public String name() {
        return name;
    }

    /** Sorted, each once. */
    public List<GroupName> groups() {
        return groups;
    }

    public boolean global() {
        return global;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Subject that
                && kind == that.kind
                && name.equals(that.name)
                && groups.equals(that.groups)
                && global == that.global;
    }

    @Override
    public int hashCode() {
        return Objects.hash(kind, name, groups, global);
    }

    @Override
    public String toString() {
        return "Subject[%s %s%s]".formatted(kind, Quoted.of(name), global ? ", global" : "");
    }
}
