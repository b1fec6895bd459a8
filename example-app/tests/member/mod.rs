// tests/member/mod.rs - Member tests: a workspace and who asks

use crate::common::app::TestApp;
use crate::common::client::Client;
use crate::common::desk::Desk;

mod test_member_api;
mod test_member_models;
mod test_member_service;

/// A workspace of Ada's, in which Ed is an editor and Vi a viewer. Bob is nothing in it.
pub(crate) struct Fixture {
    pub(crate) app: TestApp,
    pub(crate) desk: Desk,
    pub(crate) ada: Client,
    pub(crate) ed: Client,
    pub(crate) vi: Client,
    pub(crate) bob: Client,
    /// The public id of Ed as a member.
    pub(crate) ed_id: String,
    /// The public id of Vi as a member.
    pub(crate) vi_id: String,
}

impl Fixture {
    pub(crate) async fn new() -> Self {
        let app = TestApp::start().await;
        let ada = app.user("ada").await;
        let (ed, vi, bob) = (app.user("ed").await, app.user("vi").await, app.user("bob").await);
        let desk = Desk::of(&ada, "ACME").await;
        let (ed_id, vi_id) = (desk.admit("ed", "editor").await, desk.admit("vi", "viewer").await);
        Self { app, desk, ada, ed, vi, bob, ed_id, vi_id }
    }

    /// The path of the members.
    pub(crate) fn path(&self) -> String {
        format!("/workspaces/{}/members", self.desk.workspace_id)
    }

    /// The path of one.
    pub(crate) fn path_of(&self, member_id: &str) -> String {
        format!("{}/{member_id}", self.path())
    }

    /// The public id of Ada as a member.
    pub(crate) async fn ada_id(&self) -> String {
        let members = self.ada.get(&self.path()).await;
        members.items()[0]["member_id"].as_str().expect("an id is text").to_owned()
    }
}
