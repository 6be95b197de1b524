package dev.signet.domain.token;

import dev.signet.domain.order.TokenContent;
import dev.signet.domain.subject.ServiceId;
import java.util.List;

/**
 * Who issues tokens here.
 *
 * @param url the {@code iss} of JWTs
 * @param serviceId the id of this installation, its own audience and the realm of its subjects
 */
public record Issuer(String url, ServiceId serviceId) {

    /** The audience of a token: what it names, else this issuer alone. */
    public List<String> audience(TokenContent content) {
        return content.audiences().isEmpty()
                ? List.of(serviceId.text())
                : content.audiences().stream().sorted().toList();
    }
}
