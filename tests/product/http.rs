// tests/product/http.rs - A client of served applications

use serde_json::Value;
use ureq::Agent;
use ureq::http::Response;

/// What a server answered.
#[derive(Debug)]
pub struct Answer {
    /// The status.
    pub status: u16,
    /// The body; null where it is no JSON.
    pub body: Value,
    /// The body as it came.
    pub text: String,
    /// The headers `location` and `etag`.
    pub location: Option<String>,
    /// The header `etag`.
    pub etag: Option<String>,
}

/// The password of all users.
const PASSWORD: &str = "correct horse battery staple";

/// Somebody who asks a server.
pub struct Client {
    agent: Agent,
    address: String,
    token: Option<String>,
}

impl Client {
    /// Nobody in particular.
    pub fn new(address: &str) -> Self {
        // A connection that the server has closed meanwhile is not asked again.
        let agent =
            Agent::config_builder().http_status_as_error(false).proxy(None).max_idle_connections(0).build().new_agent();
        Self { agent, address: address.to_owned(), token: None }
    }

    /// A user who registers and logs in.
    #[track_caller]
    pub fn registered(address: &str, email: &str) -> Self {
        let user = serde_json::json!({"email": email, "password": PASSWORD, "name": "Somebody"});
        Self::new(address).send("POST", "/auth/register", Some(&user)).expect(201);
        Self::logged_in(address, email)
    }

    /// A user who is registered, and logs in.
    #[track_caller]
    pub fn logged_in(address: &str, email: &str) -> Self {
        let mut client = Self::new(address);
        let login = serde_json::json!({"email": email, "password": PASSWORD});
        let answer = client.send("POST", "/auth/login", Some(&login)).expect(200);
        client.token = answer.body["access_token"].as_str().map(str::to_owned);
        assert!(client.token.is_some(), "{answer:?}");
        client
    }

    /// Sends a request with the token, if there is one.
    pub fn send(&self, method: &str, path: &str, body: Option<&Value>) -> Answer {
        self.send_with(method, path, body, &[])
    }

    /// Sends a request with further headers.
    pub fn send_with(&self, method: &str, path: &str, body: Option<&Value>, headers: &[(&str, &str)]) -> Answer {
        let mut request = ureq::http::Request::builder().method(method).uri(format!("{}{path}", self.address));
        if let Some(token) = &self.token {
            request = request.header("authorization", format!("Bearer {token}"));
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let response = match body {
            Some(body) => {
                let request = request.header("content-type", "application/json").body(body.to_string()).unwrap();
                self.agent.run(request).unwrap()
            }
            None => self.agent.run(request.body(()).unwrap()).unwrap(),
        };
        Answer::of(response)
    }
}

impl Answer {
    fn of(mut response: Response<ureq::Body>) -> Self {
        let header = |name: &str| response.headers().get(name).map(|value| value.to_str().unwrap().to_owned());
        let (location, etag) = (header("location"), header("etag"));
        let status = response.status().as_u16();
        let text = response.body_mut().read_to_string().unwrap();
        Self { status, body: serde_json::from_str(&text).unwrap_or(Value::Null), text, location, etag }
    }

    /// The answer, if its status is this one; the test ends here if not.
    #[track_caller]
    pub fn expect(self, status: u16) -> Self {
        assert_eq!(self.status, status, "{self:?}");
        self
    }
}
