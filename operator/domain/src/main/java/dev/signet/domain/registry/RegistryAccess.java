package dev.signet.domain.registry;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** What a token's scopes let its holder do at a registry. */
public final class RegistryAccess {

    private static final String ADMIN = "applied-permissions/admin";

    private RegistryAccess() {}

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
