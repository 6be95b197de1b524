package dev.signet.domain.order;

import static java.util.stream.Collectors.joining;

import dev.signet.domain.lifetime.Lifetime;
import dev.signet.domain.scope.Scopes;
import dev.signet.domain.secret.Sha256;
import dev.signet.domain.subject.GroupName;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * What a token says and a change of which is a new token.
 *
 * @param lifetime how long it lives; empty where neither object nor policy says so, and the use decides
 * @param scopes what it may do
 * @param audiences the services that may accept it; empty: its issuer alone
 */
public record TokenContent(Optional<Lifetime> lifetime, Scopes scopes, List<String> audiences) {
    public TokenContent {
        audiences = List.copyOf(audiences);
    }

    /**
     * A short digest of the content, by which a controller that restarts sees that it changed: 96 bits of a SHA-256 in
     * base64url. What the object leaves open is digested as open, so that a changed default touches only future tokens.
     */
    public String hash() {
        Stream<String> parts = Stream.of(
                        Stream.of("lifetime " + lifetime.map(Object::toString).orElse("")),
                        Stream.of("scope " + scopes.claim()),
                        scopes.groups().stream().map(GroupName::text).map("group "::concat),
                        audiences.stream().sorted().map("audience "::concat))
                .flatMap(Function.identity());
        return Sha256.of(parts.collect(joining("\n"))).abbreviated();
    }
}
