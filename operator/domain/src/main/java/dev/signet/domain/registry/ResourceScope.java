package dev.signet.domain.registry;

import dev.signet.domain.result.Parsed;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Actions on one resource of a registry: {@code type:name:action,action}, such as {@code repository:team/app:pull,push}. The same form
 * is what a client asks for and what a token's scope grants; a grant may end its name in {@code *}, or be {@code *} for all actions.
 *
 * @param type {@code repository} or {@code registry}; a class in brackets is dropped
 * @param name of the resource, perhaps with a host and a port
 * @param actions sorted
 */
public record ResourceScope(String type, String name, List<String> actions) {

    private static final Pattern TYPE = Pattern.compile("([a-z0-9]+)(\\([a-z0-9]+\\))?");
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._:/*-]{1,255}");
    private static final Pattern ACTION = Pattern.compile("[a-z]+|\\*");
    private static final String ALL = "*";

    public ResourceScope {
        actions = List.copyOf(actions);
    }

    /** Reads one; the name may hold colons, so that type and actions are what stands before the first and behind the last. */
    public static Parsed<ResourceScope> parse(String text) {
        int first = text.indexOf(':');
        int last = text.lastIndexOf(':');
        if (first < 0 || first == last) {
            return Parsed.invalid("is no scope of a registry; write type:name:actions, as repository:team/app:pull");
        }
        String type = text.substring(0, first);
        String name = text.substring(first + 1, last);
        Set<String> actions =
                new TreeSet<>(Arrays.asList(text.substring(last + 1).split(",", -1)));
        boolean sound = TYPE.matcher(type).matches()
                && NAME.matcher(name).matches()
                && actions.stream().allMatch(action -> ACTION.matcher(action).matches());
        int bracket = type.indexOf('(');
        return sound
                ? Parsed.valid(
                        new ResourceScope(bracket < 0 ? type : type.substring(0, bracket), name, List.copyOf(actions)))
                : Parsed.invalid("is no scope of a registry; write type:name:actions, as repository:team/app:pull");
    }

    /** What this, as a grant, allows of what is asked for; perhaps no action at all. */
    Set<String> allowed(ResourceScope asked) {
        Set<String> allowed = new TreeSet<>();
        if (type.equals(asked.type) && covers(asked.name)) {
            asked.actions.stream()
                    .filter(action -> actions.contains(action) || (actions.contains(ALL) && !action.equals(ALL)))
                    .forEach(allowed::add);
            if (asked.actions.contains(ALL) && actions.contains(ALL)) {
                allowed.add(ALL);
            }
        }
        return allowed;
    }

    private boolean covers(String other) {
        return name.endsWith(ALL) ? other.startsWith(name.substring(0, name.length() - 1)) : name.equals(other);
    }
}
