package dev.signet.domain.token;

import static java.util.stream.Collectors.joining;

import dev.signet.domain.order.TokenContent;
import dev.signet.domain.subject.ServiceId;
import java.util.List;
import java.util.Optional;

/**
 * Who issues tokens here.
 *
 * @param url the {@code iss} of JWTs
 * @param serviceId the id of this installation, its own audience and the realm of its subjects
 */
public record Issuer(String url, ServiceId serviceId) {

    private static final String EVERY_SERVICE = "*";
    private static final int MOST_NAMED = 3;

    /** The audience of a token: what it names, else this issuer alone. */
    public List<String> audience(TokenContent content) {
        return content.audiences().isEmpty()
                ? List.of(serviceId.text())
                : content.audiences().stream().sorted().toList();
    }

    /** What is to be remarked on the audiences that a token names: services that are not known here, which is no fault. */
    public Optional<String> remark(TokenContent content) {
        List<String> unknown = content.audiences().stream()
                .filter(audience -> !audience.equals(EVERY_SERVICE) && !audience.equals(serviceId.text()))
                .sorted()
                .toList();
        String named = unknown.stream().limit(MOST_NAMED).collect(joining(", "));
        return switch (unknown.size()) {
            case 0 -> Optional.empty();
            case 1 -> Optional.of("audience " + named + " is no service id known here");
            case 2, MOST_NAMED -> Optional.of("audiences " + named + " are no service ids known here");
            default ->
                Optional.of("audiences " + named + " and " + (unknown.size() - MOST_NAMED)
                        + " more are no service ids known here");
        };
    }
}
