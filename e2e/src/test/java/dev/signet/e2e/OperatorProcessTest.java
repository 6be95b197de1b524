package dev.signet.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.signet.e2e.cluster.PortSource;
import dev.signet.e2e.process.ProcessFailedException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("quick")
class OperatorProcessTest {
    private static final String TOKEN = "sgta_0123456789abcdefghijABCDEFGHIJ0123456789xyz000001";

    @TempDir
    Path folder;

    private OperatorOptions options;

    @BeforeEach
    void makeJar() throws IOException {
        Path jar = folder.resolve("fake.jar");
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, FakeOperator.class.getName());
        String entry = FakeOperator.class.getName().replace('.', '/') + ".class";
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream out = new JarOutputStream(file, manifest);
                InputStream in = FakeOperator.class.getClassLoader().getResourceAsStream(entry)) {
            assertThat(in).isNotNull();
            out.putNextEntry(new JarEntry(entry));
            in.transferTo(out);
        }
        options = OperatorOptions.controller(jar, folder.resolve("kubeconfig"));
    }

    @Test
    void runsTheJarUntilItIsReady() {
        try (OperatorProcess operator =
                OperatorProcess.start(options.withRole("all").withEnvironment(Map.of("SIGNET_SETTING", "on")))) {
            operator.awaitReady();

            assertThat(operator.isLive()).isTrue();
            assertThat(operator.metrics()).isEqualTo("up 1\n");
            assertThat(operator.logLines())
                    .containsExactly("role all", "kubeconfig " + folder.resolve("kubeconfig"), "setting on", "serving");
        }
    }

    @Test
    void takesTheManagementPortOfTheConfiguration() {
        int port = PortSource.free().next();

        try (OperatorProcess operator =
                OperatorProcess.start(options.withConfig("other: 1\nmanagement: {port: " + port + "}"))) {
            operator.awaitReady();

            assertThat(operator.management()).hasPort(port);
        }
    }

    @Test
    void startsAgainAfterAKill() {
        try (OperatorProcess operator = OperatorProcess.start(options)) {
            operator.awaitReady();

            operator.process().kill();
            assertThat(operator.isReady()).isFalse();
            operator.process().start();
            assertThat(operator.isReady()).isTrue();
            operator.process().stop();

            assertThat(operator.process().exitCode()).isEqualTo(OptionalInt.of(128 + 15));
            assertThat(operator.logFile()).content().containsSubsequence("serving", "serving");
            assertThat(operator.logLines()).filteredOn("serving"::equals).hasSize(1);
        }
    }

    @ParameterizedTest
    @CsvSource({"tells, operator.log line 4", "measures, metrics line 2"})
    void whatItTellsIsFoundWhenItIsClosedAndOnce(String how, String place) {
        OperatorProcess operator = OperatorProcess.start(options.withConfig(how + ": " + TOKEN));
        operator.awaitReady();

        assertThatThrownBy(operator::close)
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining(place)
                .hasMessageNotContaining(TOKEN);
        operator.close();
    }

    @Test
    void whatItToldBeforeItWasStoppedIsFoundToo() {
        OperatorProcess operator =
                OperatorProcess.start(options.withConfig("tells: " + TOKEN + "\nmeasures: " + TOKEN));
        operator.awaitReady();
        operator.process().stop();

        assertThat(operator.scan().findings())
                .extracting(SecretFinding::place)
                .containsExactly("operator.log line 4", "metrics line 2");
        SecretSweep sweep = SecretSweep.of(List.of(TOKEN));
        operator.search(sweep);
        assertThat(sweep.findings()).isEqualTo(operator.scan().findings());
        assertThat(OperatorProcess.startedFrom(options.jar())).containsExactly(operator);
        assertThatThrownBy(operator::close)
                .hasMessageContaining("operator.log line 4")
                .hasMessageContaining("metrics");
    }

    @Test
    void answersNothingWhileItIsPaused() {
        try (OperatorProcess operator = OperatorProcess.start(options)) {
            operator.awaitReady();

            operator.process().pause();
            assertThat(operator.isReady()).isFalse();
            operator.process().resume();

            await().until(operator::isReady);
        }
    }

    @Test
    void saysWhyItRefusesItsConfiguration() {
        try (OperatorProcess operator = OperatorProcess.start(options.withConfig("broken: true"))) {
            assertThatThrownBy(operator::awaitReady)
                    .isInstanceOf(ProcessFailedException.class)
                    .hasMessageContaining("operator ended with 2")
                    .hasMessageEndingWith("broken must not be true");
        }
    }

    @Test
    void isAliveBeforeItIsReady() {
        try (OperatorProcess operator = OperatorProcess.start(options.withConfig("ready: false"))) {
            await().until(operator::isLive);
            assertThat(operator.isReady()).isFalse();
        }
    }

    @Test
    void demandsThatTheOperatorIsBuilt() {
        OperatorOptions unbuilt = OperatorOptions.controller(folder.resolve("missing.jar"), folder);

        assertThatThrownBy(() -> OperatorProcess.start(unbuilt)).hasMessageContaining("build the operator first");
    }
}
