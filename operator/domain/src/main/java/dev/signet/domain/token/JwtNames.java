package dev.signet.domain.token;

import dev.signet.domain.FailureCode;
import dev.signet.domain.Refusal;
import dev.signet.domain.order.TokenFormat;
import dev.signet.domain.order.TokenOrder;
import dev.signet.domain.subject.QualifiedSubject;
import dev.signet.domain.subject.ServiceId;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * How much a JWT may name. Verifiers take one of {@link dev.signet.domain.jwt.PresentedJwt#LONGEST} characters, and servers as much in
 * all headers of a request. The bound is on the order alone and not on the finished token: else a token that was renewed for
 * years would be refused one day, because a longer key signs.
 */
final class JwtNames {

    /** Bytes of groups, audiences and scopes in the claims. Beside them there is room for all else and for certificates of RSA. */
    static final int MOST = 6 * 1024;

    /** Quotes and comma of one name in a list. */
    private static final int MARKS = 3;

    /** All have the same length. */
    private static final ServiceId ANY = new ServiceId("signet-" + "a".repeat(26));

    private JwtNames() {}

    /** Why the order is refused; empty: it is not. */
    static Optional<Refusal> tooMany(TokenOrder order, String namespace) {
        if (order.kind().format() != TokenFormat.JWT) {
            return Optional.empty();
        }
        QualifiedSubject subject = QualifiedSubject.of(
                order.kind().subject(), order.content().scopes().groups(), ANY, namespace);
        int groups = bytes(subject.groups());
        int audiences = bytes(order.content().audiences());
        int all = groups + audiences + bytes(List.of(order.content().scopes().claim()));
        if (all <= MOST) {
            return Optional.empty();
        }
        String field = groups >= audiences ? "spec.subject.groups" : "spec.audiences";
        return Optional.of(new Refusal(
                FailureCode.InvalidSpec,
                field + ": groups, audiences and scopes take " + all + " bytes in a JWT, more than the " + MOST
                        + " that fit into the headers of a request; a group counts with service id and namespace."
                        + " Write fewer or shorter ones, or format: Opaque"));
    }

    private static int bytes(List<String> names) {
        return names.stream()
                .mapToInt(name -> name.getBytes(StandardCharsets.UTF_8).length + MARKS)
                .sum();
    }
}
