package dev.signet.e2e.process;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** Asks a server on this machine for small answers, with a short patience and a connection of its own each time. */
public final class HttpProbe {
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final @Nullable SSLSocketFactory sockets;
    private final String authorization;

    private HttpProbe(@Nullable SSLSocketFactory sockets, String authorization) {
        this.sockets = sockets;
        this.authorization = authorization;
    }

    /** Without TLS and as nobody. */
    public static HttpProbe plain() {
        return new HttpProbe(null, "");
    }

    /** Over TLS with a server that the certificate authority vouches for, with a bearer token. */
    public static HttpProbe trusting(Path authority, String token) {
        try (InputStream pem = Files.newInputStream(authority)) {
            Certificate root = CertificateFactory.getInstance("X.509").generateCertificate(pem);
            KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
            trusted.load(null, null);
            trusted.setCertificateEntry("root", root);
            TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            managers.init(trusted);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, managers.getTrustManagers(), null);
            return new HttpProbe(context.getSocketFactory(), "Bearer " + token);
        } catch (IOException | GeneralSecurityException failure) {
            throw new IllegalStateException("cannot trust " + authority, failure);
        }
    }

    /**
     * Whether a GET is answered with 200.
     *
     * @throws IOException if it is not answered
     */
    public boolean isOk(URI address) throws IOException {
        HttpURLConnection connection = open(address);
        try {
            return connection.getResponseCode() == HttpURLConnection.HTTP_OK;
        } finally {
            connection.disconnect();
        }
    }

    /**
     * The body of the answer to a GET.
     *
     * @throws IOException if it is not answered, or not with 2xx
     */
    public String body(URI address) throws IOException {
        HttpURLConnection connection = open(address);
        try (InputStream in = connection.getInputStream()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } finally {
            connection.disconnect();
        }
    }

    /**
     * The body of the answer to a GET, whatever its status.
     *
     * @throws IOException if it is not answered
     */
    public String anyBody(URI address) throws IOException {
        HttpURLConnection connection = open(address);
        boolean good = connection.getResponseCode() < HttpURLConnection.HTTP_BAD_REQUEST;
        try (InputStream in = good ? connection.getInputStream() : connection.getErrorStream()) {
            return in == null ? "" : new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } finally {
            connection.disconnect();
        }
    }

    private HttpURLConnection open(URI address) throws IOException {
        HttpURLConnection connection = (HttpURLConnection) address.toURL().openConnection(java.net.Proxy.NO_PROXY);
        if (sockets != null && connection instanceof HttpsURLConnection secure) {
            secure.setSSLSocketFactory(sockets);
        }
        connection.setConnectTimeout((int) PATIENCE.toMillis());
        connection.setReadTimeout((int) PATIENCE.toMillis());
        if (!authorization.isEmpty()) {
            connection.setRequestProperty("Authorization", authorization);
        }
        return connection;
    }
}
