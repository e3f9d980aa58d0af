//! What sources call their columns, the most specific names first.

use crate::Role;
use crate::letters::letters;

/// Roles with the names of columns that play them, letters and digits only, in lower case.
const NAMES: [(Role, &str); 16] = [
    (
        Role::Text,
        "text reviewtext verbatim reviewbody review body content feedback comment complaint \
         narrative consumercomplaintnarrative message description comments quote response answer opinion details \
         transcript selftext valuetext ideadescription remark note notes tweet post kommentar rezension \
         nachricht beschreibung bewertungstext commentaire avis texte comentario comentário reseña \
         opinión mensaje texto avaliação recensione commento testo opmerking bericht отзыв комментарий \
         текст コメント レビュー 评论 评价 内容 反馈",
    ),
    (
        Role::Title,
        "title subject reviewtitle summary headline heading ideatitle betreff titel titre asunto título \
         titulo oggetto titolo onderwerp rawsubject",
    ),
    (
        Role::At,
        "at date createdat timestamp created datetime submittedat submitdate submitteddate submissiondate \
         reviewdate datereceived receivedat postedat posteddate dateposted publishedat published \
         publisheddate createddate creationdate datecreated createdtimestamp createdtime createdon createtime submittedon \
         postedon dateadded addedat reviewcreatedat \
         collectedat recordeddate enddate sentat responsedate time ts day updatedat datum erstelltam \
         fecha data дата 日付 日期 时间",
    ),
    (
        Role::Author,
        "author username user reviewer reviewername reviewernickname nickname authorname customername \
         customer fullname respondent createdby login screenname handle ideacreatorname name kunde auteur \
         autor nombre nom autore",
    ),
    (
        Role::AuthorEmail,
        "email emailaddress authoremail useremail customeremail requesteremail contactemail \
         useremailaddress respondentemail ideacreatoremailaddress mail correo from sender fromaddress \
         senderaddress replyto",
    ),
    (
        Role::AuthorId,
        "authorid userid customerid requesterid respondentid reviewerid contactid memberid accountid \
         useruuid anonymousid",
    ),
    (
        Role::Id,
        "id reviewid ticketid complaintid responseid commentid feedbackid messageid submissionid \
         externalid caseid issueid ideaid eventid clientmsgid uuid guid ticketnumber casenumber number \
         key recordid token",
    ),
    (
        Role::Rating,
        "rating stars starrating reviewrating overallrating score reviewscore nps npsscore csat csatscore \
         ces satisfaction satisfactionscore grade valuenumber bewertung sterne note calificación \
         calificacion valoración puntuación nota punteggio оценка 評価 评分",
    ),
    (Role::Url, "url link permalink reviewlink htmlurl weburl reviewurl ticketurl issueurl href"),
    (
        Role::Product,
        "product app appname productname packagename application appid productid bundleid brand service \
         item game produkt produit producto prodotto",
    ),
    (
        Role::Version,
        "version appversion appversionname reviewcreatedversion productversion softwareversion release \
         build",
    ),
    (Role::Language, "language lang locale reviewerlanguage reviewlanguage sprache langue idioma"),
    (
        Role::Labels,
        "labels tags label tag keywords topics segment customersegment plan tier customertype usertype accounttype cohort \
         persona subscription territory region country industry",
    ),
    (Role::State, "state issuestate ticketstate statetype statuscategory"),
    (
        Role::Status,
        "status ticketstatus issuestatus casestatus requeststatus statename statusname workflowstate",
    ),
    (Role::Kind, "kind signalkind type feedbacktype"),
];

/// Ranks from here on are those of names that fit in their last part only.
pub(super) const INNER: usize = 100;

/// How well a column's name fits a role: lower is better. A name that fits as a whole is better than one that fits in its
/// last part (`user.login`).
pub(super) fn rank(role: Role, column: &str) -> Option<usize> {
    if matches!(role, Role::Text | Role::Author | Role::AuthorEmail | Role::AuthorId) && is_of_others(column)
    {
        return None;
    }
    let names = NAMES.iter().find(|(named, _)| *named == role)?.1;
    let position = |name: &str| names.split(' ').position(|known| known == name);
    // Some formats wrap each value in an object of one member.
    let column = column.strip_suffix(".label").or(column.strip_suffix(".rendered")).unwrap_or(column);
    let whole = position(&letters(column));
    whole.or_else(|| {
        let (outer, last) = column.rsplit_once('.')?;
        position(&letters(last)).map(|found| found + INNER * (1 + outer.matches('.').count()))
    })
}

/// Whether the name says that it is of others than the customer: who answered, who is to fix it, what was answered.
pub(super) fn is_of_others(column: &str) -> bool {
    const OTHERS: [&str; 15] = [
        "reply",
        "replies",
        "developer",
        "agent",
        "assignee",
        "assigned",
        "admin",
        "staff",
        "moderator",
        "operator",
        "closed",
        "merged",
        "owner",
        "resolver",
        "resolution",
    ];
    let words = column.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(|word| {
        // Of `agentComment`, the first word.
        let hump = word.char_indices().zip(word.chars().skip(1));
        let hump = hump.filter(|((_, letter), next)| letter.is_lowercase() && next.is_uppercase());
        let end = hump.map(|((at, letter), _)| at + letter.len_utf8()).next();
        word[..end.unwrap_or(word.len())].to_lowercase()
    });
    let words: Vec<String> = words.collect();
    let answers = column.contains('.')
        && words.first().is_some_and(|first| matches!(first.as_str(), "response" | "answer"));
    answers || words.iter().any(|word| OTHERS.contains(&word.as_str()))
}

/// Whether a column of this name may hold the customer's words.
pub(crate) fn is_text_name(column: &str) -> bool {
    rank(Role::Text, column).is_some()
}

/// Whether the name fits any role, so that it is a name rather than a value.
pub(crate) fn is_role_name(column: &str) -> bool {
    let column = letters(column);
    NAMES.iter().any(|(_, names)| names.split(' ').any(|name| name == column))
}
