package dev.signet.domain.jwt;

import dev.signet.domain.result.Parsed;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads the members of one JSON object by name, in whatever order the caller asks, and remembers the first fault. Values after a
 * fault mean nothing; {@link #finish} gives none out then, nor when there is a member that nobody asked for.
 */
final class MemberReader {
    private final Map<String, Json> members;
    private final Set<String> asked = new HashSet<>();
    private Parsed.@Nullable Invalid<?> fault;

    MemberReader(Json.Members object) {
        this.members = object.members();
    }

    /** A member that must be there. {@code otherwise} stands for one that is missing or faulty. */
    <T> T required(String name, Function<Json, Parsed<T>> rule, T otherwise) {
        Optional<T> value = optional(name, rule);
        if (!members.containsKey(name)) {
            note(Parsed.invalid(name, "is missing"));
        }
        return value.orElse(otherwise);
    }

    /** A member that may be left out. */
    <T> Optional<T> optional(String name, Function<Json, Parsed<T>> rule) {
        asked.add(name);
        Optional<Parsed<T>> read =
                Optional.ofNullable(members.get(name)).map(rule).map(value -> value.in(name));
        read.ifPresent(this::note);
        return read.flatMap(Parsed::toOptional);
    }

    /** What the members make up. */
    <T> Parsed<T> finish(Supplier<T> whole) {
        if (fault != null) {
            return fault.as();
        }
        return asked.containsAll(members.keySet())
                ? Parsed.valid(whole.get())
                : Parsed.invalid("has a member that no token of Signet has");
    }

    private void note(Parsed<?> read) {
        if (fault == null) {
            fault = read.fault().orElse(null);
        }
    }
}
