package dev.signet.domain.scope;

import dev.signet.domain.subject.GroupName;
import java.util.List;

/** One thing that a token may do, or the groups it makes its holder a member of. */
sealed interface Scope {

    /** As its author wrote it. */
    String text();

    /**
     * A scope token of RFC 6749, section 3.3, such as {@code system:livelogs:r}.
     *
     * @param text printable ASCII without space, quotation mark and backslash
     */
    record Simple(String text) implements Scope {}

    /**
     * Membership: {@code applied-permissions/groups:"a b",c}. It becomes the claim {@code groups}, since its quoted
     * names are no scope tokens.
     *
     * @param text the whole
     * @param names at least one
     */
    record Membership(String text, List<GroupName> names) implements Scope {}
}
