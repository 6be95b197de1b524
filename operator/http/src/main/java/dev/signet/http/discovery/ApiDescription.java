package dev.signet.http.discovery;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** The description of every endpoint (OpenAPI 3.1): the resource {@code openapi.yaml}, as JSON. */
public final class ApiDescription {

    /** Its path below the issuer. */
    public static final String PATH = "/openapi.json";

    private static final String RESOURCE = "openapi.yaml";

    private ApiDescription() {}

    /**
     * The document of an issuer, which is the server that it describes.
     *
     * @param issuer without a slash at its end
     */
    public static byte[] of(String issuer) {
        return new JsonObject(json())
                .put("servers", new JsonArray().add(new JsonObject().put("url", issuer)))
                .encodePrettily()
                .concat("\n")
                .getBytes(StandardCharsets.UTF_8);
    }

    private static String json() {
        StringWriter text = new StringWriter();
        try (InputStream resource = Objects.requireNonNull(ApiDescription.class.getResourceAsStream(RESOURCE));
                JsonParser yaml = new YAMLFactory().createParser(resource);
                JsonGenerator json = new JsonFactory().createGenerator(text)) {
            yaml.nextToken();
            json.copyCurrentStructure(yaml);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }
}
