package dev.heapcrest.browser;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Serves the viewer's sources, and under /test/ those of its tests, on this machine: browsers do not import modules from file://. */
final class ViewerModules {
    private static final Path SOURCES = Path.of("src", "main", "viewer").toAbsolutePath();
    private static final Path TESTS = Path.of("src", "test", "viewer").toAbsolutePath();

    private final HttpServer server;

    ViewerModules() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException noPort) {
            throw new UncheckedIOException(noPort);
        }
        server.createContext("/", ViewerModules::answer);
        server.start();
    }

    String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/";
    }

    void close() {
        server.stop(0);
    }

    private static void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath().substring(1);
        boolean test = path.startsWith("test/");
        Path folder = test ? TESTS : SOURCES;
        Path file = folder.resolve(test ? path.substring(5) : path).normalize();
        byte[] content = "".getBytes(StandardCharsets.UTF_8);
        int status = 200;
        if (path.equals("blank.html")) {
            content = "<!DOCTYPE html><meta charset=utf-8><link rel=icon href=data:,><title>blank</title>"
                    .getBytes(StandardCharsets.UTF_8);
        } else if (file.startsWith(folder) && Files.isRegularFile(file)) {
            content = Files.readAllBytes(file);
        } else {
            status = 404;
        }
        String type = path.endsWith(".js") ? "text/javascript" : path.endsWith(".css") ? "text/css" : "text/html";
        exchange.getResponseHeaders().set("Content-Type", type + "; charset=utf-8");
        exchange.sendResponseHeaders(status, content.length == 0 ? -1 : content.length);
        exchange.getResponseBody().write(content);
        exchange.close();
    }
}
