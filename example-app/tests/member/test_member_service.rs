// tests/member/test_member_service.rs - The member service without HTTP, as an engine would call it

use super::Fixture;
use example_app::core::errors::ServiceError;
use example_app::models::db_models::{MemberRole, NewMember};

fn new(name: &str) -> NewMember {
    NewMember { email: format!("{name}@example.com"), role: MemberRole::Viewer }
}

/// Happy path: what is done is committed: a second way to the database sees it.
#[tokio::test]
async fn test_members_are_committed() {
    let fixture = Fixture::new().await;
    let (service, workspace) = (&fixture.app.state.members, &fixture.desk.workspace_id);
    let ada = fixture.ada.id;
    let made = service.create_member(ada, workspace, &new("bob")).await.expect("created");
    let id = &made.member.member_id;
    assert_eq!(fixture.app.count("members").await, 4);
    assert_eq!(service.get_member(ada, workspace, id).await.expect("read"), made);
    let changed = service.update_member(ada, workspace, id, MemberRole::Editor, Some(1)).await;
    assert_eq!(changed.expect("changed").member.version, 2);
    let listed = service.list_members(ada, workspace).await.expect("listed");
    assert_eq!(listed.last().map(|last| last.member.role), Some(MemberRole::Editor));
    service.delete_member(ada, workspace, id, Some(2)).await.expect("deleted");
    assert_eq!(fixture.app.count("members").await, 3);
}

/// Error: the rules hold for engines too.
#[tokio::test]
async fn test_member_service_checks_permission() {
    let fixture = Fixture::new().await;
    let (service, workspace) = (&fixture.app.state.members, &fixture.desk.workspace_id);
    let (ed, bob) = (fixture.ed.id, fixture.bob.id);
    let refused = service.create_member(ed, workspace, &new("bob")).await;
    assert!(matches!(refused, Err(ServiceError::Permission(_))), "{refused:?}");
    let refused = service.create_member(bob, workspace, &new("bob")).await;
    assert!(matches!(refused, Err(ServiceError::NotFound("workspace"))), "{refused:?}");
    let role = MemberRole::Owner;
    let refused = service.update_member(ed, workspace, &fixture.ed_id, role, None).await;
    assert!(matches!(refused, Err(ServiceError::Permission(_))), "{refused:?}");
    let refused = service.delete_member(ed, workspace, &fixture.vi_id, None).await;
    assert!(matches!(refused, Err(ServiceError::Permission(_))), "{refused:?}");
    let refused = service.list_members(bob, workspace).await;
    assert!(matches!(refused, Err(ServiceError::NotFound("workspace"))), "{refused:?}");
}

/// Error: a member of another workspace is none of this one.
#[tokio::test]
async fn test_get_member_stays_in_the_workspace() {
    let fixture = Fixture::new().await;
    let other = crate::common::desk::Desk::of(&fixture.ada, "ZINC").await;
    let service = &fixture.app.state.members;
    let refused = service.get_member(fixture.ada.id, &other.workspace_id, &fixture.ed_id).await;
    assert!(matches!(refused, Err(ServiceError::NotFound("member"))), "{refused:?}");
}

/// Error: there are as many members as fit into one list, and no more.
#[tokio::test]
async fn test_create_member_has_a_limit() {
    let fixture = Fixture::new().await;
    let (service, workspace) = (&fixture.app.state.members, &fixture.desk.workspace_id);
    for n in 0..97 {
        fixture.app.user(&format!("user-{n}")).await;
        let name = format!("user-{n}");
        service.create_member(fixture.ada.id, workspace, &new(&name)).await.expect("created");
    }
    let refused = service.create_member(fixture.ada.id, workspace, &new("bob")).await;
    assert!(matches!(refused, Err(ServiceError::Conflict(_))), "{refused:?}");
}
