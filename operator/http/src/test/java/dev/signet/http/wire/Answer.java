package dev.signet.http.wire;

import java.util.List;
import java.util.Map;

/**
 * What a server answered.
 *
 * @param status of the status line
 * @param headers each line, in order
 * @param body as ISO 8859-1
 */
public record Answer(int status, List<Map.Entry<String, String>> headers, String body) {

    public Answer {
        headers = List.copyOf(headers);
    }

    /** Every value of a header, joined by {@code |}; empty where there is none. */
    public String header(String name) {
        return String.join(
                "|",
                headers.stream()
                        .filter(header -> header.getKey().equalsIgnoreCase(name))
                        .map(Map.Entry::getValue)
                        .toList());
    }
}
