-- A record as Biennien 0.1.0 wrote it with schema 1, frozen: two reports, their readings, and what was made of them.
PRAGMA application_id = 1651074414;
PRAGMA user_version = 1;
BEGIN TRANSACTION;
CREATE TABLE changes (
	meeting TEXT NOT NULL, 
	ord INTEGER NOT NULL, 
	id TEXT NOT NULL, 
	status TEXT NOT NULL, 
	detail TEXT, 
	effective TEXT, 
	announced_on TEXT, 
	announced_by TEXT DEFAULT '[]' NOT NULL, 
	named INTEGER NOT NULL, 
	unnamed TEXT, 
	via TEXT DEFAULT '[]' NOT NULL, 
	reason TEXT, 
	condition TEXT, 
	after_end INTEGER NOT NULL, 
	flags TEXT DEFAULT '[]' NOT NULL, 
	basis TEXT NOT NULL, 
	PRIMARY KEY (meeting, ord), 
	FOREIGN KEY(meeting) REFERENCES meetings (id)
);
INSERT INTO "changes" VALUES('m-3c6d31000c',0,'c-ecd0002c1b','cancelled',NULL,NULL,'XXXX-10-22','["Donald Trump"]',1,NULL,'[]',NULL,NULL,0,'[]','stated');
INSERT INTO "changes" VALUES('m-ebc3a0df30',0,'c-ebbf720d18','held',NULL,'2025-10-16',NULL,'[]',1,NULL,'[]',NULL,NULL,0,'[]','stated');
CREATE TABLE citations (
	"of" TEXT NOT NULL, 
	of_id TEXT NOT NULL, 
	ord INTEGER NOT NULL, 
	report_id TEXT NOT NULL, 
	sha256 TEXT NOT NULL, 
	paragraph INTEGER NOT NULL, 
	start INTEGER NOT NULL, 
	"end" INTEGER NOT NULL, 
	quote TEXT NOT NULL, 
	PRIMARY KEY ("of", of_id, ord)
);
INSERT INTO "citations" VALUES('change','m-3c6d31000c/0',0,'a','697f6e658b78f9fa79bb021cb84444ee0b6a05b16add773fd14dc5f00b4f3aee',1,36,95,'hủy cuộc gặp với Tổng thống Nga Vladimir Putin tại Budapest');
INSERT INTO "citations" VALUES('change','m-ebc3a0df30/0',0,'b','cba2ef75e85e457d00252d80069f539dcbdaa0225754d46944bbe2bd01443f27',1,0,71,'Tổng thống Nga Vladimir Putin và Tổng thống Mỹ Donald Trump đã điện đàm');
INSERT INTO "citations" VALUES('statement','s-0800173481',0,'a','697f6e658b78f9fa79bb021cb84444ee0b6a05b16add773fd14dc5f00b4f3aee',1,36,95,'hủy cuộc gặp với Tổng thống Nga Vladimir Putin tại Budapest');
CREATE TABLE meetings (
	ord INTEGER NOT NULL, 
	id TEXT NOT NULL, 
	label TEXT NOT NULL, 
	kind TEXT NOT NULL, 
	participants TEXT DEFAULT '[]' NOT NULL, 
	place TEXT, 
	planned_for TEXT, 
	"when" TEXT, 
	status TEXT NOT NULL, 
	fate TEXT, 
	sides TEXT DEFAULT '[]' NOT NULL, 
	successor_of TEXT, 
	aliases TEXT DEFAULT '[]' NOT NULL, 
	reasons TEXT DEFAULT '[]' NOT NULL, 
	PRIMARY KEY (id)
);
INSERT INTO "meetings" VALUES(0,'m-3c6d31000c','Donald Trump – Vladimir Putin: meeting, Budapest','meeting','["Donald Trump", "Vladimir Putin"]','Budapest',NULL,NULL,'cancelled','cancelled','[["United States", "cancelled"]]',NULL,'[]','["a:36 first told here"]');
INSERT INTO "meetings" VALUES(1,'m-ebc3a0df30','Donald Trump – Vladimir Putin: call','call','["Donald Trump", "Vladimir Putin"]',NULL,NULL,'2025-10-16','held','held','[]',NULL,'[]','["b:0 first told here"]');
CREATE TABLE meta (
	"key" TEXT NOT NULL, 
	value TEXT NOT NULL, 
	PRIMARY KEY ("key")
);
INSERT INTO "meta" VALUES('schema','1');
INSERT INTO "meta" VALUES('software','0.1.0');
INSERT INTO "meta" VALUES('knowledge','bb64ce8f0c8f');
INSERT INTO "meta" VALUES('record','8bbb0b5d849064a8 2');
CREATE TABLE readings (
	input TEXT NOT NULL, 
	reader TEXT NOT NULL, 
	body TEXT NOT NULL, 
	PRIMARY KEY (input, reader)
)
 WITHOUT ROWID

;
INSERT INTO "readings" VALUES('24c8c537f216a41580f3330b383dc924e2624baa6a0bafbcb663f815eebd37c2','8bbb0b5d849064a8','{"report_id":"","paragraphs":[{"span":[0,96],"number":1}],"sentences":[{"span":[0,96],"paragraph":1}],"mentions":[{"span":[4,16],"extent":[0,16],"level":"NAM","type":"PER","entity":"Donald Trump","rule":"table honorific.man","gender":"m","country":"US"},{"span":[64,67],"extent":[64,67],"level":"NAM","type":"LOC","entity":"Russia","rule":"table","country":"RU"},{"span":[68,82],"extent":[53,82],"level":"NAM","type":"PER","entity":"Vladimir Putin","rule":"table office.president","gender":"m","country":"RU"},{"span":[87,95],"extent":[87,95],"level":"NAM","type":"LOC","entity":"Budapest","rule":"table","country":"HU"}],"times":[{"span":[17,26],"timex":{"value":"XXXX-10-22"},"anchor":"open","rule":"lead.hom+digits.day_month","offset":"XXXX-10-22:last"}],"attributions":[{"source":[0,16],"entities":["Donald Trump"],"named":true,"cue":[27,35],"content":[[36,95]],"manner":"indirect","said_on":"XXXX-10-22","rule":"tuyen-bo:after"}],"meetings":[{"span":[36,95],"head":[40,48],"kind":"meeting","participants":["Donald Trump","Vladimir Putin"],"status":"cancelled","place":"Budapest","status_date":"XXXX-10-22","by":["Donald Trump"],"attribution":0,"rule":"meeting.noun+cancelled.act"}]}');
INSERT INTO "readings" VALUES('84be02b2daf3c3c140e48f90cdc2effabeaf1739ca12b0f6808dcd834c01dd7d','8bbb0b5d849064a8','{"report_id":"","paragraphs":[{"span":[0,82],"number":1}],"sentences":[{"span":[0,82],"paragraph":1}],"mentions":[{"span":[11,14],"extent":[11,14],"level":"NAM","type":"LOC","entity":"Russia","rule":"table","country":"RU"},{"span":[15,29],"extent":[0,29],"level":"NAM","type":"PER","entity":"Vladimir Putin","rule":"table office.president","gender":"m","country":"RU"},{"span":[44,46],"extent":[44,46],"level":"NAM","type":"LOC","entity":"United States","rule":"table","country":"US"},{"span":[47,59],"extent":[33,59],"level":"NAM","type":"PER","entity":"Donald Trump","rule":"table office.president","gender":"m","country":"US"}],"times":[{"span":[72,81],"timex":{"value":"2025-10-16"},"anchor":"published","basis":"derived","rule":"lead.hom+digits.day_month","offset":"XXXX-10-16:last"}],"meetings":[{"span":[0,71],"head":[63,71],"kind":"call","participants":["Vladimir Putin","Donald Trump"],"status":"held","when":"2025-10-16","rule":"call.verb+held.past"}]}');
CREATE TABLE record_issues (
	ord INTEGER NOT NULL, 
	code TEXT NOT NULL, 
	severity TEXT NOT NULL, 
	message TEXT NOT NULL, 
	"where" TEXT NOT NULL, 
	remedy TEXT NOT NULL, 
	report_id TEXT, 
	context TEXT DEFAULT '[]' NOT NULL, 
	PRIMARY KEY (ord)
);
CREATE TABLE report_dates (
	ord INTEGER NOT NULL, 
	report_id TEXT NOT NULL, 
	value TEXT, 
	earliest TEXT, 
	latest TEXT, 
	dated_by TEXT NOT NULL, 
	why TEXT NOT NULL, 
	basis TEXT NOT NULL, 
	PRIMARY KEY (report_id)
);
INSERT INTO "report_dates" VALUES(0,'a',NULL,NULL,NULL,'inference','Its last past day is “hủy cuộc gặp với Tổng thống Nga Vladimir Putin tại Budapest”, but nothing gives the year.','derived');
INSERT INTO "report_dates" VALUES(1,'b','2025-10-17','2025-10-17','2025-10-17','metadata','The file says so.','stated');
CREATE TABLE reports (
	"row" INTEGER NOT NULL, 
	digest TEXT NOT NULL, 
	identity TEXT NOT NULL, 
	id TEXT NOT NULL, 
	sha256 TEXT NOT NULL, 
	recorded_at TEXT NOT NULL, 
	outlet TEXT, 
	url TEXT, 
	title TEXT, 
	lang TEXT NOT NULL, 
	published_on TEXT, 
	published_at TEXT, 
	dated_by TEXT, 
	dates TEXT DEFAULT '[]' NOT NULL, 
	header INTEGER NOT NULL, 
	extra TEXT DEFAULT '[]' NOT NULL, 
	issues TEXT DEFAULT '[]' NOT NULL, 
	PRIMARY KEY ("row"), 
	UNIQUE (digest), 
	FOREIGN KEY(sha256) REFERENCES texts (sha256)
);
INSERT INTO "reports" VALUES(1,'403c11dc935791360cdc9fa047221653d1a9d163db55d2d8881caaf5abf80dcd','a','a','697f6e658b78f9fa79bb021cb84444ee0b6a05b16add773fd14dc5f00b4f3aee','2025-11-20T00:00:00.000000+00:00',NULL,NULL,NULL,'vi',NULL,NULL,NULL,'[]',0,'[]','[]');
INSERT INTO "reports" VALUES(2,'ca7102393467f8af91c35baf161e7c31e5b3cf14a622453096a5308d4864a350','b','b','cba2ef75e85e457d00252d80069f539dcbdaa0225754d46944bbe2bd01443f27','2025-11-20T00:00:00.000000+00:00','Báo Mẫu',NULL,NULL,'vi','2025-10-17','2025-10-17T08:00:00+07:00','metadata','[["2025-10-17", "metadata"]]',0,'[["author", "\"A\""]]','[]');
CREATE TABLE statements (
	ord INTEGER NOT NULL, 
	id TEXT NOT NULL, 
	speaker TEXT DEFAULT '[]' NOT NULL, 
	named INTEGER NOT NULL, 
	unnamed TEXT, 
	manner TEXT NOT NULL, 
	content TEXT NOT NULL, 
	said_on TEXT, 
	chain TEXT DEFAULT '[]' NOT NULL, 
	about TEXT DEFAULT '[]' NOT NULL, 
	flags TEXT DEFAULT '[]' NOT NULL, 
	PRIMARY KEY (id)
);
INSERT INTO "statements" VALUES(0,'s-0800173481','["Donald Trump"]',1,NULL,'indirect','hủy cuộc gặp với Tổng thống Nga Vladimir Putin tại Budapest','XXXX-10-22','[["Donald Trump", true]]','["Budapest", "Russia", "Vladimir Putin", "m-3c6d31000c"]','[]');
CREATE TABLE texts (
	sha256 TEXT NOT NULL, 
	text TEXT NOT NULL, 
	PRIMARY KEY (sha256)
);
INSERT INTO "texts" VALUES('697f6e658b78f9fa79bb021cb84444ee0b6a05b16add773fd14dc5f00b4f3aee','Ông Donald Trump hôm 22/10 tuyên bố hủy cuộc gặp với Tổng thống Nga Vladimir Putin tại Budapest.
');
INSERT INTO "texts" VALUES('cba2ef75e85e457d00252d80069f539dcbdaa0225754d46944bbe2bd01443f27','Tổng thống Nga Vladimir Putin và Tổng thống Mỹ Donald Trump đã điện đàm hôm 16/10.');
CREATE INDEX ix_citations_report_id ON citations (report_id);
CREATE INDEX ix_reports_identity ON reports (identity);
CREATE INDEX ix_reports_sha256 ON reports (sha256);
CREATE INDEX ix_reports_id ON reports (id);
CREATE INDEX ix_changes_id ON changes (id);
COMMIT;
