package dev.signet.kubernetes.authority;

import java.util.Map;

/** The authorities by name, as far as signing tokens goes. */
@FunctionalInterface
public interface SigningAuthorities {

    /**
     * What an authority can do for a token in a namespace.
     *
     * @param authority its name
     * @param namespaceLabels the labels of that namespace
     */
    Signing find(String authority, Map<String, String> namespaceLabels);
}
