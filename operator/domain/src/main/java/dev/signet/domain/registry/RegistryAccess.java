package dev.signet.domain.registry;

import dev.signet.domain.result.Parsed;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** What a token's scopes let its holder do at a registry. */
public final class RegistryAccess {

    private static final String ADMIN = "applied-permissions/admin";
    private static final int MOST_SCOPES = 16;
    private static final int LONGEST = 1024;

    private RegistryAccess() {}

    /**
     * What a client asks for, bounded so that the token which grants all of it stays under 4 KiB with the certificate of its key.
     *
     * @param parameters each with any number of scopes, parted by spaces
     */
    public static Parsed<List<ResourceScope>> asked(List<String> parameters) {
        List<String> scopes = parameters.stream()
                .flatMap(parameter -> Stream.of(parameter.split(" ", -1)))
                .filter(scope -> !scope.isEmpty())
                .toList();
        return scopes.size() > MOST_SCOPES || String.join("", scopes).length() > LONGEST
                ? Parsed.invalid("is too much at once; write at most " + MOST_SCOPES + " scopes, " + LONGEST
                        + " characters in all")
                : Parsed.each(scopes, ResourceScope::parse);
    }

    /**
     * What is granted of what is asked for, in that order. As the specification has it, what is not granted is left out and nobody is
     * refused: the registry says so.
     *
     * @param scopes of the token
     */
    public static List<ResourceScope> granted(List<String> scopes, List<ResourceScope> asked) {
        if (scopes.contains(ADMIN)) {
            return List.copyOf(asked);
        }
        List<ResourceScope> grants = scopes.stream()
                .flatMap(scope -> ResourceScope.parse(scope).stream())
                .toList();
        List<ResourceScope> granted = new ArrayList<>();
        for (ResourceScope wanted : asked) {
            Set<String> actions = new TreeSet<>();
            grants.forEach(grant -> actions.addAll(grant.allowed(wanted)));
            if (!actions.isEmpty()) {
                granted.add(new ResourceScope(wanted.type(), wanted.name(), List.copyOf(actions)));
            }
        }
        return granted;
    }
}
