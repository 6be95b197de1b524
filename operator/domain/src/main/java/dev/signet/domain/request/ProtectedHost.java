package dev.signet.domain.request;

import dev.signet.domain.result.Parsed;
import dev.signet.domain.result.Quoted;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A host that proxies ask for forward authentication of.
 *
 * @param host under which requests come
 * @param audience what a token must be meant for
 * @param tenants the namespaces whose tokens are let in; none: nobody is
 * @param pathCase whether the letter case of its paths counts
 * @param ambiguousPaths what becomes of paths that have more than one reading
 */
public record ProtectedHost(
        RequestHost host, String audience, Set<String> tenants, PathCase pathCase, AmbiguousPaths ambiguousPaths) {

    private static final Pattern AUDIENCE = Pattern.compile("[!-~]{1,255}");
    private static final Pattern NAMESPACE = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");

    public ProtectedHost {
        tenants = Set.copyOf(tenants);
    }

    /** Reads its host, written as requests are compared with it but for letter case: a port would suggest that it counts. */
    public static Parsed<RequestHost> host(String text) {
        return RequestHost.parse(text)
                .flatMap(host -> text.equalsIgnoreCase(host.name())
                        ? Parsed.valid(host)
                        : Parsed.invalid("%s is compared without its port and in one spelling; write %s"
                                .formatted(Quoted.of(text), Quoted.of(host.name()))));
    }

    /** Reads what a token must be meant for. That it is for every service is for tokens to say, and not for a service. */
    public static Parsed<String> audience(String text) {
        return AUDIENCE.matcher(text).matches() && !text.equals("*")
                ? Parsed.valid(text)
                : Parsed.invalid(
                        "%s is no audience; write the id of the one service, 1 to 255 characters without spaces"
                                .formatted(Quoted.of(text)));
    }

    /** Reads one of the tenants. */
    public static Parsed<String> namespace(String text) {
        return NAMESPACE.matcher(text).matches()
                ? Parsed.valid(text)
                : Parsed.invalid("%s is no namespace; write the name of one, such as ci".formatted(Quoted.of(text)));
    }

    /** Whether tokens of a namespace are let in. */
    public boolean admits(String namespace) {
        return tenants.contains(namespace);
    }
}
